/** The headers of a cover, flattened once at start so that a request only picks a list. */
import type { HeaderPair } from "../kernel/index.js";
import type { Cover } from "../layers/headers/index.js";
import type { CoverLists } from "./parts.js";

/** The lists of a cover; where its policies take a nonce, also what makes the list of one answer. */
export function coverLists(cover: Cover): CoverLists {
  const { headers, overTls } = cover;
  const lists = { plain: Object.freeze(headers.flat()), tls: Object.freeze(overridden(headers, overTls).flat()) };
  const withNonce = cover.withNonce?.bind(cover);
  return withNonce === undefined ? lists : { ...lists, nonced: noncing(cover, withNonce) };
}

/** Over TLS a name that comes again replaces the first. */
function overridden(headers: readonly HeaderPair[], overTls: readonly HeaderPair[]): readonly HeaderPair[] {
  return [...new Map([...headers, ...overTls])];
}

function noncing({ headers, overTls }: Cover, withNonce: NonNullable<Cover["withNonce"]>): CoverLists["nonced"] {
  const policies = new Set(withNonce("0".repeat(24), true).map(([name]) => name));
  const others = (pairs: readonly HeaderPair[]) => pairs.filter(([name]) => !policies.has(name)).flat();
  const steady = { plain: others(headers), tls: others(overridden(headers, overTls)) };
  return (nonce, secure) => [...(secure ? steady.tls : steady.plain), ...withNonce(nonce, secure).flat()];
}

/** The names that `under` has and the cover over it has not: they are taken off where both are laid on one answer. */
export function namesLeftOver(under: CoverLists | undefined, over: CoverLists): readonly string[] {
  const names = new Set(over.tls.filter(isName));
  return (under?.tls ?? []).filter((text, index) => isName(text, index) && !names.has(text));
}

function isName(_text: string, index: number): boolean {
  return index % 2 === 0;
}
