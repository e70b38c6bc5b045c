/** What a profile lets each element keep, made ready at start. */
import { table } from "../../kernel/index.js";
import type { HtmlProfile } from "./html-profiles.js";
import { urlCleaner } from "./url.js";

/** Attributes that any element may keep. */
export const GLOBAL_ATTRIBUTES: readonly string[] = Object.freeze(["title", "lang", "dir"]);

/** The attributes that an element may keep beside those every element may. */
export const HTML_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = table({
  a: ["href", "rel"],
  img: ["src", "alt", "width", "height", "loading"],
  ol: ["start"],
  th: ["colspan", "rowspan", "scope"],
  td: ["colspan", "rowspan"],
});

/** The link opens without handing this page to the other one, and passes no rank on to strangers' links. */
export const LINK_REL = "nofollow noopener noreferrer ugc";

// Browsers take "//" and "/\\" for another host.
const LOCAL_ADDRESS = /^(?:#|\/(?![/\\]))[!-[\]-~]*$/;

/** What one element may keep. */
export interface ElementRule {
  /** Kept with the value they have, which must not be empty unless it says that an image shows nothing. */
  readonly attributes: ReadonlySet<string>;
  /** The attribute that is an address, and what is left of it. */
  readonly address?: {
    readonly name: "href" | "src";
    /** An absolute URL with a listed scheme, or a path or fragment of this site; `undefined` for everything else. */
    readonly read: (value: string) => string | undefined;
  };
  /** The `rel` it has, whatever was written. */
  readonly rel?: string;
}

/** The elements that stay, by name. */
export type ElementRules = ReadonlyMap<string, ElementRule>;

/** The rules of a profile. */
export function elementRules({ tags, linkProtocols = [], imageProtocols = [] }: HtmlProfile): ElementRules {
  const rules = new Map<string, ElementRule>();
  for (const tag of tags) {
    if (tag === "a") {
      if (linkProtocols.length > 0) rules.set(tag, { ...addressed("href", linkProtocols), rel: LINK_REL });
    } else if (tag === "img") {
      if (imageProtocols.length > 0) rules.set(tag, addressed("src", imageProtocols, HTML_ATTRIBUTES.img));
    } else {
      rules.set(tag, { attributes: named(HTML_ATTRIBUTES[tag]) });
    }
  }
  return rules;
}

function named(more: readonly string[] = []): ReadonlySet<string> {
  return new Set([...GLOBAL_ATTRIBUTES, ...more]);
}

function addressed(name: "href" | "src", protocols: readonly string[], more: readonly string[] = []): ElementRule {
  const absolute = urlCleaner({ protocols });
  return {
    attributes: named(more.filter((attribute) => attribute !== name)),
    address: { name, read: (value) => (LOCAL_ADDRESS.test(value) ? value : absolute(value)) },
  };
}
