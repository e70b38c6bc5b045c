/** Brings the nonce of an answer to both places that need it: the policy in the header and the markup of the page. */
import { configFault, type HeaderPair } from "../../kernel/index.js";
import type { Cover } from "./cover.js";
import { checkNonce, createNonce } from "./nonce.js";

/** One answer's nonce, and the headers that hold it. */
export interface PageNonce {
  readonly nonce: string;
  /** Set after the cover's own headers: they replace the policies without a nonce. */
  readonly headers: readonly HeaderPair[];
}

/**
 * A fresh nonce for one page, with the policies that allow it. Never for a page that a cache may hand out again.
 *
 * @param overTls Whether the client's connection is encrypted.
 * @throws ConfigError `policy_contradiction` where no policy of the cover takes a nonce
 * @example
 * const { nonce, headers } = pageNonce(site, head.secure);
 */
export function pageNonce(lid: Cover, overTls: boolean): PageNonce {
  const nonce = createNonce();
  const headers = lid.withNonce?.(nonce, overTls);
  if (headers !== undefined) return { nonce, headers };
  throw configFault("policy_contradiction", {
    where: "pageNonce",
    fix: "Make the cover with nonce: true, or the browser will run nothing that carries the nonce.",
  });
}

/** What stands in a page's source for the nonce. */
export const NONCE_PLACE = "__NONCE__";

/**
 * Splits a page's source once, at start, and gives the page with each answer's nonce in its places. A place is the
 * whole value of a `nonce` attribute; anywhere else it would hand the nonce to whoever can read the text.
 *
 * @throws ConfigError `option_invalid` where the source has no place, or one outside a `nonce` attribute; the page throws
 *   it where it is given no nonce, as on a route whose cover takes none
 * @example
 * const page = noncedPage('<script nonce="__NONCE__" src="/app.js"></script>');
 * page(nonce);
 */
export function noncedPage(source: string): (nonce: string | undefined) => string {
  const parts = source.split(NONCE_PLACE);
  const inAttributes = parts.every(
    (part, at) => (at === parts.length - 1 || /\snonce="$/.test(part)) && (at === 0 || part.startsWith('"')),
  );
  if (parts.length < 2 || !inAttributes) {
    throw configFault("option_invalid", {
      where: "noncedPage",
      fix: `Write nonce="${NONCE_PLACE}" on each script and style that may run.`,
    });
  }
  return (nonce) => {
    checkNonce(nonce ?? "");
    return parts.join(nonce);
  };
}
