/** Cleans HTML with sanitize-html, by shape and without importing it. */
import { nestsTooDeep } from "./html-depth.js";
import type { HtmlEngine } from "./html-engine.js";
import type { HtmlProfile } from "./html-profiles.js";
import { type ElementRule, type ElementRules, elementRules } from "./html-rules.js";
import { escapeText } from "./html-writer.js";

type Attributes = Record<string, string>;

/** Changes one element as sanitize-html reads it. */
type Transform = (tagName: string, attribs: Attributes) => { tagName: string; attribs: Attributes };

/** The options sanitize-html is called with. */
export interface SanitizeHtmlOptions {
  allowedTags: string[];
  allowedAttributes: Record<string, string[]>;
  allowedSchemes: string[];
  allowedSchemesByTag: Record<string, string[]>;
  allowedSchemesAppliedToAttributes: string[];
  allowProtocolRelative: boolean;
  disallowedTagsMode: "discard";
  nestingLimit: number;
  transformTags: Record<string, Transform>;
}

/** The function that the package exports. */
export type SanitizeHtml = (html: string, options: SanitizeHtmlOptions) => string;

/**
 * An engine of sanitize-html, for applications that have settled on it. It holds addresses to the same rules and checks
 * them once more by its own.
 *
 * @example
 * import sanitizeHtml from "sanitize-html";
 * richText("comment", { engine: fromSanitizeHtml(sanitizeHtml) });
 */
export function fromSanitizeHtml(sanitizeHtml: SanitizeHtml): HtmlEngine {
  return (profile) => {
    const options = optionsFor(profile, elementRules(profile));
    return (html) => (nestsTooDeep(html) ? escapeText(html) : sanitizeHtml(html, options));
  };
}

// sanitize-html reads these anew for every text, so they name only what the profile has.
function optionsFor(
  { linkProtocols = [], imageProtocols = [] }: HtmlProfile,
  rules: ElementRules,
): SanitizeHtmlOptions {
  const each = [...rules];
  const withAddress = each.filter(([, { address }]) => address !== undefined);
  return {
    allowedTags: each.map(([tag]) => tag),
    allowedAttributes: Object.fromEntries(each.map(([tag, rule]) => [tag, attributesOf(rule)])),
    allowedSchemes: [],
    allowedSchemesByTag: { a: [...linkProtocols], img: [...imageProtocols] },
    allowedSchemesAppliedToAttributes: ["href", "src"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: 32,
    transformTags: Object.fromEntries(withAddress.map(([tag, rule]) => [tag, transform(rule)])),
  };
}

function attributesOf({ attributes, address, rel }: ElementRule): string[] {
  return [...attributes, ...(address === undefined ? [] : [address.name]), ...(rel === undefined ? [] : ["rel"])];
}

function transform({ attributes, address, rel }: ElementRule): Transform {
  return (tagName, given) => {
    const attribs: Attributes = {};
    for (const name in given) if (attributes.has(name)) attribs[name] = given[name] ?? "";
    const read = address?.read(given[address.name] ?? "");
    if (address !== undefined && read !== undefined) attribs[address.name] = read;
    if (rel !== undefined) attribs.rel = rel;
    return { tagName, attribs };
  };
}
