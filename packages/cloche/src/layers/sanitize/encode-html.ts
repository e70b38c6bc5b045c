/** Encodes text for HTML: between tags, and inside attributes (ASVS 5.0, 1.2.1). */
import { entry, table } from "../../kernel/index.js";

const REFERENCES = table({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" });

/**
 * Encodes a text to stand between tags, or in an attribute in quotes.
 *
 * @example
 * forHtml("x < y & z"); // "x &lt; y &amp; z"
 */
export function forHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entry<string>(REFERENCES, character) ?? "");
}

/**
 * Encodes a text for an attribute's value, whether or not the attribute is in quotes: everything but letters, digits
 * and characters beyond Latin-1 becomes a reference.
 *
 * @example
 * forAttribute('" onload="x'); // "&#x22;&#x20;onload&#x3D;&#x22;x"
 */
export function forAttribute(text: string): string {
  return text.replace(/[^A-Za-z0-9\u0100-\uffff]/g, (character) => reference(character.charCodeAt(0)));
}

function reference(code: number): string {
  // HTML reads references to NUL and to most controls as something else, so those become the replacement character.
  const isControl = (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
  return isControl ? "&#xFFFD;" : `&#x${code.toString(16).toUpperCase()};`;
}
