/** Cleans HTML down to a profile with a real parser (ASVS 5.0, 1.3.1). */
import type { Attributes, IOptions, Transformer } from "sanitize-html";
import { table } from "../../kernel/index.js";
import { isPlainAscii, visible } from "./characters.js";
import { forHtml } from "./encode-html.js";
import { type HtmlEngine, htmlEngine } from "./html-engine.js";
import { type HtmlProfile, type HtmlProfileName, readProfile } from "./html-profiles.js";
import { isSettledHtml } from "./html-settled.js";
import { urlCleaner } from "./url.js";

/** The most UTF-16 code units a single call cleans. */
const MAX_LENGTH = 262_144;
const MAX_NESTING = 32;
/** Cleaning cleaned HTML must change nothing; what has not settled by then was written to confuse parsers. */
const MAX_PASSES = 4;

// Normalising ">" and U+0338 makes one character of them, and the tag would not end there any more.
const OVERLAID = />\u0338+/g;

// Browsers take "//" and "/\\" for another host.
const LOCAL_ADDRESS = /^(?:#|\/(?![/\\]))[!-[\]-~]*$/;

const GLOBAL_ATTRIBUTES = ["title", "lang", "dir"];
// The link opens without handing this page to the other one, and passes no rank on to strangers' links.
const LINK_ATTRIBUTES = Object.freeze({ rel: "nofollow noopener noreferrer ugc" });

/**
 * Makes a function that cleans HTML. Elements outside the profile lose their tags and keep their text, except those
 * whose text is code (`script`, `style`), which go entirely. Cleaning twice changes nothing more; input beyond 262,144
 * characters is dropped before it is parsed.
 *
 * @throws ConfigError `peer_missing` where sanitize-html is not installed, `option_invalid`, `option_unknown`
 * @example
 * const clean = htmlCleaner("comment");
 * clean('<p onclick="x()">Hi <script>x()</script><a href="javascript:x()">you</a></p>');
 */
export function htmlCleaner(profile: HtmlProfileName | HtmlProfile): (html: string) => string {
  const options = engineOptions(readProfile(profile));
  const engine = htmlEngine();
  return (html) => settled(html.slice(0, MAX_LENGTH), options, engine);
}

const cleaners = new Map<string, (html: string) => string>();

/**
 * Cleans HTML by a ready profile.
 *
 * @throws ConfigError `peer_missing`, `option_invalid`
 * @example
 * cleanHtml("<b>bold</b><img src=x onerror=alert(1)>", "inline"); // "<b>bold</b>"
 */
export function cleanHtml(html: string, profile: HtmlProfileName): string {
  const cleaner = cleaners.get(profile) ?? htmlCleaner(profile);
  cleaners.set(profile, cleaner);
  return cleaner(html);
}

/** Without these a text has neither markup nor entities, and the parser gives it back as it is. */
const MARKUP = /[<>&]/;

function settled(html: string, options: IOptions, engine: HtmlEngine): string {
  if (!MARKUP.test(html) && isPlainAscii(html)) return html.trim();
  let before = html;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const after = engine(visible(before), options).replace(OVERLAID, ">").trim();
    if (after === before ? after.normalize("NFC") === after : isSettledHtml(after) && visible(after) === after)
      return after;
    before = after;
  }
  return forHtml(engine(before, { allowedTags: [], allowedAttributes: {} }));
}

/** Keeps an element's address only where it is absolute with a listed scheme, or a path or fragment of this site. */
function addressed(name: "href" | "src", protocols: readonly string[], added: Attributes): Transformer {
  const absolute = urlCleaner({ protocols });
  return (tagName, attributes) => {
    const attribs: Attributes = {};
    for (const other in attributes) if (other !== name && other !== "rel") attribs[other] = attributes[other] ?? "";
    const given = attributes[name] ?? "";
    const address = LOCAL_ADDRESS.test(given) ? given : absolute(given);
    if (address !== undefined) attribs[name] = address;
    return { tagName, attribs: Object.assign(attribs, added) };
  };
}

/** The attributes that an element may keep beside those every element may. */
const ATTRIBUTES: Readonly<Record<string, string[]>> = table({
  a: ["href", "rel"],
  img: ["src", "alt", "width", "height", "loading"],
  ol: ["start"],
  th: ["colspan", "rowspan", "scope"],
  td: ["colspan", "rowspan"],
});

// The engine reads these anew for every text, so they name only what the profile has.
function engineOptions({ tags, linkProtocols = [], imageProtocols = [] }: HtmlProfile): IOptions {
  const isAllowed: Readonly<Record<string, boolean>> = { a: linkProtocols.length > 0, img: imageProtocols.length > 0 };
  const allowedTags = tags.filter((tag) => isAllowed[tag] !== false);
  const of = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(values).filter(([tag]) => allowedTags.includes(tag)));
  return {
    allowedTags,
    allowedAttributes: { "*": GLOBAL_ATTRIBUTES, ...of(ATTRIBUTES) },
    allowedSchemes: [],
    allowedSchemesByTag: of({ a: [...linkProtocols], img: [...imageProtocols] }),
    allowedSchemesAppliedToAttributes: ["href", "src"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: MAX_NESTING,
    transformTags: of<Transformer>({
      a: addressed("href", linkProtocols, LINK_ATTRIBUTES),
      img: addressed("src", imageProtocols, {}),
    }),
  };
}
