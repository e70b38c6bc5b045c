/** Reads an identifier: a short name made of ASCII letters, digits, hyphens and underscores. */

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * The identifier without white space around it, or `undefined` where the text is none.
 *
 * @param maxLength - the most characters. Default: 64.
 * @example
 * cleanIdentifier(" table-12 "); // "table-12"
 * cleanIdentifier("1; DROP");    // undefined
 */
export function cleanIdentifier(text: string, maxLength = 64): string | undefined {
  if (text.length > maxLength * 4) return undefined;
  const trimmed = text.trim();
  return trimmed.length <= maxLength && IDENTIFIER.test(trimmed) ? trimmed : undefined;
}
