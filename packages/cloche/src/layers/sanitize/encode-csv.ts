/** Writes one cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula. */

// Full-width forms are folded to ASCII by some spreadsheets; leading white space is trimmed by others.
const FORMULA = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * One cell, in quotes. A text that could start a formula gets an apostrophe first; numbers stay numbers.
 *
 * @example
 * forCsv('=HYPERLINK("//x")'); // `"'=HYPERLINK(""//x"")"`
 * forCsv(-5);                  // "-5"
 */
export function forCsv(value: string | number | boolean | null | undefined): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = (value ?? "").replaceAll("\0", "");
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
