/** Holds verified claims against the issuer's rule and the time (RFC 7519 section 4.1, RFC 8725 section 3). */
import type { IssuerRule } from "./issuer-rules.js";
import type { JsonObject } from "./strict-json.js";
import type { TokenFaultCode } from "./token-faults.js";

/** The moments between which every time check passes, in milliseconds since the epoch: from `from` until `until`. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

/** The fault of the claims that does not depend on the time, or `undefined`. */
export function claimsFault(claims: JsonObject, rule: IssuerRule): TokenFaultCode | undefined {
  if (claims.iss !== rule.issuer) return "token_issuer_unknown";
  if (!namesAudience(claims.aud, rule.audiences)) return "token_audience_wrong";
  if (rule.requiredClaims.some((name) => isMissing(claims, name))) return "token_claim_missing";
  return timesFault(claims, rule);
}

function namesAudience(aud: unknown, wanted: ReadonlySet<string>): boolean {
  if (typeof aud === "string") return wanted.has(aud);
  if (!Array.isArray(aud) || !aud.every((name) => typeof name === "string")) return false;
  return aud.some((name) => wanted.has(name));
}

function isMissing(claims: JsonObject, name: string): boolean {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return value === undefined || value === null || value === "";
}

/** The last second of the year 9999; a later time is most likely in milliseconds by mistake. */
const LATEST_SECOND = 253_402_300_799;

function isNumericDate(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LATEST_SECOND;
}

function timesFault({ exp, nbf, iat }: JsonObject, rule: IssuerRule): TokenFaultCode | undefined {
  if (!isNumericDate(exp)) return "token_time_malformed";
  if (nbf !== undefined && !isNumericDate(nbf)) return "token_time_malformed";
  if (iat !== undefined && !isNumericDate(iat)) return "token_time_malformed";
  if (rule.maxLifetimeSeconds === Number.POSITIVE_INFINITY) return undefined;
  if (iat === undefined) return "token_claim_missing";
  return exp - iat > rule.maxLifetimeSeconds ? "token_lifetime_excessive" : undefined;
}

/** When claims whose times are sane are valid, both ends widened by the skew. */
export function validity(claims: JsonObject, skewSeconds: number): Validity {
  const { exp, nbf, iat } = claims as { exp: number; nbf?: number; iat?: number };
  return {
    from: (Math.max(nbf ?? 0, iat ?? 0) - skewSeconds) * 1000,
    until: (exp + skewSeconds) * 1000,
  };
}

/** The fault at the moment `now`, or `undefined`. RFC 7519 section 4.1.4: at `exp` itself a token has expired. */
export function timeFault(claims: JsonObject, { from, until }: Validity, now: number): TokenFaultCode | undefined {
  if (now >= until) return "token_expired";
  if (now >= from) return undefined;
  const nbf = claims.nbf;
  return typeof nbf === "number" && nbf >= Number(claims.iat ?? 0) ? "token_premature" : "token_issued_ahead";
}
