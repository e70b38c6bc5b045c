/** Writes HTML from a parser's events, by a list of what may stay. */
import { entry, table } from "../../kernel/index.js";
import type { ElementRule, ElementRules } from "./html-rules.js";

/** A parser's events, in the order of the text. Names are in lower case, references are decoded. */
export interface HtmlEvents {
  readonly onopentag: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly ontext: (text: string) => void;
  readonly onclosetag: () => void;
}

/** Writes what it is told until it is asked for the whole. */
export interface HtmlWriter extends HtmlEvents {
  /** Begins a new text. */
  begin(): void;
  /** The HTML so far, every element closed. */
  end(): string;
}

/** Deeper elements lose their tags and keep their text. */
const MAX_NESTING = 32;
/** Deeper than any browser nests; a parser's work grows with the square of it. */
const MAX_OPEN = 512;
const VOID: ReadonlySet<string> = new Set(["br", "hr", "img", "wbr"]);
/** Their text is code, or is text only as long as the element stands. */
const SILENT: ReadonlySet<string> = new Set(["script", "style", "textarea", "option", "xmp"]);
const NOT_WRITTEN = "";

/** The HTML is nested deeper than any that was written to be read. */
export class TooDeep extends Error {}

/**
 * A writer for one profile. It writes nothing but names from the profile, attributes from its rules and characters that it
 * has encoded, and closes what it opened in the reverse order: whatever a parser makes of a text, no other parser can read
 * more out of what is written here.
 */
export function htmlWriter(rules: ElementRules): HtmlWriter {
  let html = "";
  let open: string[] = [];
  /** How many elements were open where the one began whose text is left out; -1 where none is. */
  let silentFrom = -1;
  return {
    begin() {
      html = "";
      open = [];
      silentFrom = -1;
    },
    onopentag(name, attributes) {
      if (open.length >= MAX_OPEN) throw new TooDeep();
      const rule = silentFrom === -1 ? rules.get(name) : undefined;
      if (rule === undefined || open.length >= MAX_NESTING) {
        if (silentFrom === -1 && SILENT.has(name)) silentFrom = open.length;
        open.push(NOT_WRITTEN);
        return;
      }
      const isVoid = VOID.has(name);
      html += `<${name}${written(attributes, rule)}${isVoid ? " />" : ">"}`;
      open.push(isVoid ? NOT_WRITTEN : name);
    },
    ontext(text) {
      if (silentFrom === -1) html += escapeText(text);
    },
    onclosetag() {
      const name = open.pop();
      if (open.length === silentFrom) silentFrom = -1;
      if (name !== undefined && name !== NOT_WRITTEN) html += `</${name}>`;
    },
    end() {
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        if (name !== NOT_WRITTEN) html += `</${name}>`;
      }
      return html;
    },
  };
}

function written(
  attributes: Readonly<Record<string, string>>,
  { attributes: kept, address, rel }: ElementRule,
): string {
  let text = "";
  for (const name in attributes) {
    const value = attributes[name] ?? "";
    if (kept.has(name) && (value !== "" || name === "alt")) text += attribute(name, value);
  }
  const given = address === undefined ? undefined : attributes[address.name];
  const read = given === undefined ? undefined : address?.read(given);
  if (address !== undefined && read !== undefined) text += attribute(address.name, read);
  return rel === undefined ? text : text + attribute("rel", rel);
}

const REFERENCES = table({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });
const reference = (character: string): string => entry<string>(REFERENCES, character) ?? "";
const MARKUP = /[<>&]/;

/** Encodes a text to stand between tags. */
export function escapeText(text: string): string {
  return MARKUP.test(text) ? text.replace(/[<>&]/g, reference) : text;
}

function attribute(name: string, value: string): string {
  return ` ${name}="${value.replace(/[<>&"]/g, reference)}"`;
}
