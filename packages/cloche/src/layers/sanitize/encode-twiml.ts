/** Writes text into TwiML, which is XML 1.0. */
import { forHtml } from "./encode-html.js";

// XML 1.0 section 2.2: a document that holds one of these is not well-formed, escaped or not.
const NOT_XML = /[^\P{Cc}\t\n\r\u0080-\u009f]|\p{Cs}|[\ufffe\uffff]/gu;

/**
 * Encodes a text for the content or an attribute of an XML element.
 *
 * @example
 * forTwiml("Fish & chips"); // "Fish &amp; chips"
 */
export function forTwiml(text: string): string {
  return forHtml(text.replace(NOT_XML, ""));
}
