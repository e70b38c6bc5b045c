/** Cleans HTML with DOMPurify, by shape and without importing it or a DOM. */
import { configFault } from "../../kernel/index.js";
import { nestsTooDeep } from "./html-depth.js";
import type { HtmlEngine } from "./html-engine.js";
import { type ElementRule, type ElementRules, elementRules } from "./html-rules.js";
import { escapeText } from "./html-writer.js";

/** What is asked of an element of the DOM. */
export interface DomElement {
  readonly localName: string;
  innerHTML: string;
  querySelectorAll(selectors: string): Iterable<DomElement>;
  getAttributeNames(): string[];
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  prepend(text: string): void;
}

/** The settings DOMPurify is called with. */
export interface DompurifySettings {
  ALLOWED_TAGS: string[];
  ALLOWED_ATTR: string[];
  ALLOW_ARIA_ATTR: false;
  ALLOW_DATA_ATTR: false;
  RETURN_DOM: true;
}

/** DOMPurify with a window behind it. */
export interface Dompurify {
  /** `false` where there is no DOM that it can work with: it would then give everything back as it is. */
  readonly isSupported: boolean;
  sanitize(html: string, settings: DompurifySettings): DomElement | null;
}

/**
 * An engine of DOMPurify, for applications that have a DOM anyway: a browser's, or that of jsdom. What it lets stay is
 * held to the profile's attributes and addresses once more.
 *
 * Give it an instance of its own: hooks and settings of others hold for every call.
 *
 * @throws ConfigError `option_invalid` where DOMPurify has no DOM
 * @example
 * import createDompurify from "dompurify";
 * import { JSDOM } from "jsdom";
 * richText("comment", { engine: fromDompurify(createDompurify(new JSDOM("").window)) });
 */
export function fromDompurify(dompurify: Dompurify): HtmlEngine {
  if (typeof dompurify?.sanitize !== "function" || dompurify.isSupported !== true) {
    const fix = 'Give DOMPurify a window first: createDompurify(new JSDOM("").window).';
    throw configFault("option_invalid", { where: "fromDompurify", fix });
  }
  return (profile) => {
    const rules = elementRules(profile);
    const settings = settingsFor(rules);
    return (html) => {
      if (nestsTooDeep(html)) return escapeText(html);
      const body = dompurify.sanitize(html, settings);
      // A document of frames has no body, and nothing to keep.
      if (body === null) return "";
      for (const element of body.querySelectorAll("*")) hold(element, rules.get(element.localName));
      for (const element of body.querySelectorAll("pre")) keepLineFeed(element);
      return body.innerHTML;
    };
  };
}

function settingsFor(rules: ElementRules): DompurifySettings {
  const attributes = [...rules.values()].flatMap(({ attributes, address }) => [
    ...attributes,
    ...(address === undefined ? [] : [address.name]),
  ]);
  return {
    ALLOWED_TAGS: [...rules.keys()],
    ALLOWED_ATTR: [...new Set(attributes)],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    RETURN_DOM: true,
  };
}

function hold(element: DomElement, rule: ElementRule | undefined): void {
  for (const name of element.getAttributeNames()) {
    const value = element.getAttribute(name) ?? "";
    const kept = rule?.address?.name === name ? rule.address.read(value) : keptValue(name, value, rule);
    if (kept === undefined) element.removeAttribute(name);
    else if (kept !== value) element.setAttribute(name, kept);
  }
  if (rule?.rel !== undefined) element.setAttribute("rel", rule.rel);
}

/** A parser drops the line feed right behind `<pre>`, and a DOM writes none in its place (HTML, 13.1.2.5 and 13.3). */
function keepLineFeed(pre: DomElement): void {
  if (pre.innerHTML.startsWith("\n")) pre.prepend("\n");
}

function keptValue(name: string, value: string, rule: ElementRule | undefined): string | undefined {
  return rule?.attributes.has(name) === true && (value !== "" || name === "alt") ? value : undefined;
}
