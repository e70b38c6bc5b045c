/** Reads one cookie of a request, strictly: what came twice or in quotes is not guessed at (RFC 6265 section 4.2). */
import type { RequestHead } from "../../../kernel/index.js";
import { MALFORMED } from "../authorization.js";

/** The characters of a cookie's name (RFC 9110 section 5.6.2) behind the prefix that browsers hold to this host. */
const HOST_NAME = /^__Host-[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Whether browsers accept the cookie only from this host, over TLS, for all paths (RFC 6265bis section 4.1.3.2). */
export function isHostCookieName(name: unknown): name is string {
  return typeof name === "string" && HOST_NAME.test(name);
}

/** The cookie's value, `MALFORMED` where it came twice, or `undefined`. */
export function readCookie(head: RequestHead, name: string): string | typeof MALFORMED | undefined {
  const header = head.header("cookie");
  if (header === undefined || !header.includes(name)) return undefined;
  let found: string | undefined;
  // HTTP/2 may split the header; its parts then arrive joined by commas, which no cookie value may hold.
  for (const pair of header.split(/[;,]/)) {
    const equals = pair.indexOf("=");
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    if (found !== undefined) return MALFORMED;
    found = pair.slice(equals + 1).trim();
  }
  return found;
}
