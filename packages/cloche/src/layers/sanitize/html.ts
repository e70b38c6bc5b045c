/** Cleans HTML down to a profile with a real parser (ASVS 5.0, 1.3.1). */
import { configFault, onlyKnown } from "../../kernel/index.js";
import { isPlainAscii, visible } from "./characters.js";
import type { HtmlEngine } from "./html-engine.js";
import { defaultEngine } from "./html-engine-default.js";
import { type HtmlProfile, type HtmlProfileName, readProfile } from "./html-profiles.js";
import { isSettledHtml } from "./html-settled.js";
import { escapeText } from "./html-writer.js";

/** How HTML is cleaned. */
export interface HtmlCleanerOptions {
  /** What cleans it: the library's own writer behind htmlparser2 unless said. */
  readonly engine?: HtmlEngine;
}

/** The most UTF-16 code units a single call cleans. */
const MAX_LENGTH = 262_144;
/** Cleaning cleaned HTML must change nothing; what has not settled by then was written to confuse parsers. */
const MAX_PASSES = 4;

// Normalising ">" and U+0338 makes one character of them, and the tag would not end there any more.
const OVERLAID = />\u0338+/g;

/**
 * Makes a function that cleans HTML. Elements outside the profile lose their tags and keep their text, except those
 * whose text is code (`script`, `style`), which go entirely. Cleaning twice changes nothing more; input beyond 262,144
 * characters is dropped before it is parsed.
 *
 * @throws ConfigError `peer_missing` where no engine is given and htmlparser2 is not installed, `option_invalid`,
 *   `option_unknown`
 * @example
 * const clean = htmlCleaner("comment");
 * clean('<p onclick="x()">Hi <script>x()</script><a href="javascript:x()">you</a></p>');
 */
export function htmlCleaner(
  profile: HtmlProfileName | HtmlProfile,
  options: HtmlCleanerOptions = {},
): (html: string) => string {
  onlyKnown(options, ["engine"], "htmlCleaner");
  const read = readProfile(profile);
  const clean = engineOf(options)(read);
  return (html) => settled(html.slice(0, MAX_LENGTH), clean);
}

function engineOf({ engine = defaultEngine() }: HtmlCleanerOptions): HtmlEngine {
  if (typeof engine === "function") return engine;
  throw configFault("option_invalid", {
    where: "htmlCleaner.engine",
    fix: "Give a function, such as fromDompurify(...).",
  });
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

function settled(html: string, clean: (html: string) => string): string {
  if (!MARKUP.test(html) && isPlainAscii(html)) return html.trim();
  let before = html;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const after = clean(visible(before)).replace(OVERLAID, ">").trim();
    if (after === before ? after.normalize("NFC") === after : isSettledHtml(after) && visible(after) === after)
      return after;
    before = after;
  }
  return escapeText(visible(before)).trim();
}
