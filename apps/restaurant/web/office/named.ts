/** Codes of the API as people read them. */

/** A code by its name in the page's language; one that has none as it is, with spaces: `out_for_delivery`. */
export function named(names: Readonly<Record<string, string>>, code: string): string {
  return (Object.hasOwn(names, code) ? names[code] : undefined) ?? readable(code);
}

/** `credentials_wrong` as people read it. */
export function readable(code: string): string {
  return code.replaceAll("_", " ");
}
