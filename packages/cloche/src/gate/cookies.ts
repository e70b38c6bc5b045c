/** Cookies an answer sets, by RFC 6265bis. */

/** What a cookie may say beside its value. */
export interface CookieOptions {
  /** How long the browser keeps it, seconds; 0 removes it. */
  readonly maxAgeSeconds: number;
  readonly sameSite?: "Strict" | "Lax";
}

/**
 * A `Set-Cookie` value for a `__Host-` cookie: Secure, HttpOnly, for this host alone (RFC 6265bis section 4.1.3.2).
 *
 * @example
 * ok(body, { "set-cookie": hostCookie("refresh", token, { maxAgeSeconds: 86_400 }) });
 */
export function hostCookie(name: string, value: string, { maxAgeSeconds, sameSite = "Strict" }: CookieOptions): string {
  return `__Host-${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=${sameSite}`;
}
