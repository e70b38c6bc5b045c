/** Which HTML a rich-text field may keep. */
import { configFault, nonEmptyText, onlyKnown, table } from "../../kernel/index.js";

/** What of a text's markup stays. */
export interface HtmlProfile {
  /** The elements that stay; of others only their text does. */
  readonly tags: readonly string[];
  /** The schemes links may have, without colon; none where links are not wanted. */
  readonly linkProtocols?: readonly string[];
  /** The schemes images may be loaded from, without colon. Images also need the tag `img`. */
  readonly imageProtocols?: readonly string[];
}

const INLINE: readonly string[] = [
  "b",
  "strong",
  "i",
  "em",
  "u",
  "s",
  "small",
  "sub",
  "sup",
  "br",
  "code",
  "mark",
  "abbr",
];
const BLOCKS: readonly string[] = ["p", "ul", "ol", "li", "blockquote", "pre"];
const ARTICLE: readonly string[] = [
  "h2",
  "h3",
  "h4",
  "hr",
  "dl",
  "dt",
  "dd",
  "figure",
  "figcaption",
  "img",
  "span",
  "div",
];
const TABLES: readonly string[] = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"];

/** The ready profiles: words in a line, a comment with lists and links, and an article with pictures and tables. */
export const HTML_PROFILES = table({
  inline: { tags: INLINE },
  comment: { tags: [...INLINE, ...BLOCKS, "a"], linkProtocols: ["https", "http", "mailto"] },
  article: {
    tags: [...INLINE, ...BLOCKS, ...ARTICLE, ...TABLES, "a"],
    linkProtocols: ["https", "http", "mailto", "tel"],
    imageProtocols: ["https"],
  },
} satisfies Record<string, HtmlProfile>);

/** The name of a ready profile. */
export type HtmlProfileName = keyof typeof HTML_PROFILES;

const MORE_SAFE_TAGS = [
  "h1",
  "h5",
  "h6",
  "q",
  "cite",
  "del",
  "ins",
  "kbd",
  "samp",
  "var",
  "time",
  "wbr",
  "section",
  "article",
];
// Only elements whose content every parser reads alike, and which neither run, submit nor restyle anything.
const SAFE_TAGS: ReadonlySet<string> = new Set([...HTML_PROFILES.article.tags, ...MORE_SAFE_TAGS]);
const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(["https", "http", "mailto", "tel", "sms"]);
const OPTIONS = ["tags", "linkProtocols", "imageProtocols"];

/**
 * The profile of that name, or the given one where it holds nothing dangerous.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 */
export function readProfile(profile: HtmlProfileName | HtmlProfile): HtmlProfile {
  if (typeof profile === "string") return named(profile);
  onlyKnown(profile, OPTIONS, "htmlProfile");
  for (const tag of profile.tags) assertSafe(tag, SAFE_TAGS, "htmlProfile.tags");
  for (const protocol of [...(profile.linkProtocols ?? []), ...(profile.imageProtocols ?? [])]) {
    assertSafe(protocol, SAFE_PROTOCOLS, "htmlProfile.protocols");
  }
  return profile;
}

function named(name: string): HtmlProfile {
  if (Object.hasOwn(HTML_PROFILES, name)) return HTML_PROFILES[name as HtmlProfileName];
  const fix = `Name one of: ${Object.keys(HTML_PROFILES).join(", ")}; or give a profile.`;
  throw configFault("option_invalid", { where: "htmlProfile", fix });
}

function assertSafe(name: string, safe: ReadonlySet<string>, where: string): void {
  if (safe.has(nonEmptyText(name, where))) return;
  throw configFault("option_invalid", { where: `${where}.${name}`, fix: `Use only: ${[...safe].join(", ")}.` });
}
