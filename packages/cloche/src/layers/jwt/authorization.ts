/** Reads the one token of an Authorization header (RFC 9110 section 11.6.2, RFC 6750 section 2.1). */
import type { RequestHead } from "../../kernel/index.js";

/** Stands for credentials that are not well-formed, or that came twice. */
export const MALFORMED = Symbol("malformed credentials");

/** The token, `MALFORMED`, or `undefined` where the request carries no credential of the scheme. */
export type Credentials = string | typeof MALFORMED | undefined;

/**
 * A reader of `Authorization: <scheme> <token>`: the scheme in any case, exactly one space, and the characters of
 * RFC 6750. A token in the address beside it makes two credentials.
 */
export function authorization(scheme: string): (head: RequestHead) => Credentials {
  const wellFormed = new RegExp(`^${scheme} ([A-Za-z0-9\\-._~+/]+=*)$`, "i");
  const ofScheme = new RegExp(`^${scheme}(?:$|[ \\t])`, "i");
  return (head) => {
    const value = head.header("authorization");
    if (value === undefined) return undefined;
    if (head.headerCount("authorization") > 1) return MALFORMED;
    const token = wellFormed.exec(value)?.[1];
    if (token === undefined) return ofScheme.test(value) ? MALFORMED : undefined;
    return carriesTokenInQuery(head.target) ? MALFORMED : token;
  };
}

/** RFC 6750 section 2: a client must not use more than one method to send the token. */
function carriesTokenInQuery(target: string): boolean {
  const start = target.indexOf("?");
  if (start === -1) return false;
  const query = target.slice(start + 1);
  return (query.includes("access_token") || query.includes("%")) && new URLSearchParams(query).has("access_token");
}
