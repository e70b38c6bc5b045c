/** Writes text into header fields, so that nobody can add a header or a second response. */

import { forUrl } from "./encode-url.js";
import { cleanFileName } from "./file-name.js";

const NOT_VISIBLE_ASCII = /[^\x20-\x7e]/gu;

/**
 * The text as a field value (RFC 9110 section 5.5): white space becomes a space, anything beyond visible ASCII a
 * question mark.
 *
 * @example
 * forHeader("a\r\nset-cookie: x"); // "a  set-cookie: x"
 */
export function forHeader(text: string): string {
  return text.replace(/\s/g, " ").replace(NOT_VISIBLE_ASCII, "?").trim();
}

/**
 * A Content-Disposition value (RFC 6266) that makes a browser save a file under a cleaned name.
 *
 * @example
 * forContentDisposition("Speisekarte.pdf"); // 'attachment; filename="Speisekarte.pdf"; filename*=UTF-8\'\'Speisekarte.pdf'
 */
export function forContentDisposition(fileName: string): string {
  const name = cleanFileName(fileName) ?? "download";
  const plain = name.replace(NOT_VISIBLE_ASCII, "_").replace(/["\\%]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${forUrl(name)}`;
}
