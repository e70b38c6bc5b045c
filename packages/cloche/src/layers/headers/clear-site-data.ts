/** Clear-Site-Data: makes the browser forget this site, as after signing out (ASVS 5.0, 14.3.1). */
import { type HeaderPair, oneOf } from "../../kernel/index.js";

const KINDS = Object.freeze([
  "cache",
  "cookies",
  "storage",
  "executionContexts",
  "clientHints",
  "prefetchCache",
  "prerenderCache",
  "*",
] as const);

/** What a browser can forget. */
export type SiteData = (typeof KINDS)[number];

/**
 * The header that clears the given kinds, or cache, cookies and storage where none is given. Browsers heed it over TLS
 * only.
 *
 * @throws ConfigError `option_invalid`
 * @example
 * const signedOut = clearSiteData(); // made once, sent with every answer to a sign-out
 */
export function clearSiteData(...kinds: readonly SiteData[]): HeaderPair {
  const cleared = kinds.length === 0 ? (["cache", "cookies", "storage"] as const) : kinds;
  const value = cleared.map((kind) => `"${oneOf(kind, KINDS, "clearSiteData")}"`).join(", ");
  return Object.freeze(["clear-site-data", value] as const);
}
