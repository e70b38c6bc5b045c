/** Writes the `Set-Cookie` that hands a token to a browser, and the one that takes it back (RFC 6265bis). */
import { type Duration, oneOf, onlyKnown, seconds } from "../../../kernel/index.js";
import { invalidOption } from "../config-faults.js";
import { isHostCookieName } from "./read-cookie.js";

/** How the cookie lives. */
export interface TokenCookieOptions {
  /** The cookie's whole name, which must begin with `__Host-`. */
  readonly cookie: string;
  /** How long the browser keeps it: as long as the token lives. */
  readonly maxAge: Duration;
  /** `Strict` by default; `Lax` also sends it when a link of another site is followed. */
  readonly sameSite?: "Strict" | "Lax";
}

/** Writes `Set-Cookie` values. */
export interface TokenCookie {
  /** Hands the token to the browser; scripts cannot read it. */
  set(token: string): string;
  /** Takes it back, as at sign-out. */
  clear(): string;
}

const VALUE = /^[A-Za-z0-9\-._~+/=]+$/;
/** Browsers drop a cookie whose name and value together are longer (RFC 6265bis section 5.6). */
const MAX_BYTES = 4096;

/**
 * A writer of one cookie: `Secure`, `HttpOnly`, for this host and all of its paths.
 *
 * @throws ConfigError where an option is wrong; `set` throws one where the token cannot stand in a cookie.
 * @example
 * const session = tokenCookie({ cookie: "__Host-access", maxAge: "15 minutes" });
 * ok(body, { "set-cookie": session.set(token) });
 */
export function tokenCookie(options: TokenCookieOptions): TokenCookie {
  const where = "tokenCookie";
  onlyKnown(options, ["cookie", "maxAge", "sameSite"], where);
  const { cookie } = options;
  if (!isHostCookieName(cookie)) throw invalidOption(`${where}.cookie`, 'Begin the name with "__Host-".');
  const sameSite = oneOf(options.sameSite ?? "Strict", ["Strict", "Lax"], `${where}.sameSite`);
  const maxAge = seconds(options.maxAge, `${where}.maxAge`);
  const attributes = `Path=/; Secure; HttpOnly; SameSite=${sameSite}`;
  return Object.freeze({
    set(token: string) {
      if (!VALUE.test(token) || cookie.length + token.length > MAX_BYTES) {
        throw invalidOption("TokenCookie.set", "The token is too long for a cookie, or has other characters.");
      }
      return `${cookie}=${token}; Max-Age=${maxAge}; ${attributes}`;
    },
    clear: () => `${cookie}=; Max-Age=0; ${attributes}`,
  });
}
