/** Tells HTML that nests deeper than any that was written to be read, before a parser whose work grows with its square. */

const TAG = /<(\/?)([a-z][^\s/>]*)/gi;
/** Deeper than browsers nest. */
const MAX_DEPTH = 512;
const VOID: ReadonlySet<string> = new Set(["area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"]);

/**
 * Whether more elements may stand open in each other than is sane. Counted without a parser and never too few: an end only
 * counts where such an element is open, and elements whose end may be left out count as open.
 */
export function nestsTooDeep(html: string): boolean {
  const open = new Map<string, number>();
  let depth = 0;
  for (const [, slash, written = ""] of html.matchAll(TAG)) {
    const name = written.toLowerCase();
    const count = open.get(name) ?? 0;
    if (slash === "" && !VOID.has(name)) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
      open.set(name, count + 1);
    } else if (count > 0) {
      depth -= 1;
      open.set(name, count - 1);
    }
  }
  return false;
}
