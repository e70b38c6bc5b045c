/** Under which keys a token can be revoked: by itself (`jti`), with its session (`sid`), with its user (`sub`). */
import { hash } from "node:crypto";

/** What a revocation can be about. */
export type RevocationKind = "token" | "session" | "subject";

/** The keys of one token, and when it was issued. */
export interface RevocationKeys {
  readonly keys: readonly string[];
  /** Milliseconds since the epoch; minus infinity where the token does not say, so that every cut-off refuses it. */
  readonly issuedAt: number;
}

const CLAIMS: readonly (readonly [RevocationKind, "jti" | "sid" | "sub"])[] = [
  ["token", "jti"],
  ["session", "sid"],
  ["subject", "sub"],
];

/**
 * The key of one revocation. Identifiers are unique within their issuer only, and `sub` may be personal data, so the
 * key is a digest of both.
 */
export function revocationKey(kind: RevocationKind, issuer: string, id: string): string {
  return `${kind}:${hash("sha256", `${issuer.length} ${issuer} ${id}`, "base64url")}`;
}

/** The keys of verified claims; `undefined` where the token could never be revoked by any of them. */
export function revocationKeys(claims: Readonly<Record<string, unknown>>): RevocationKeys | undefined {
  const keys: string[] = [];
  for (const [kind, name] of CLAIMS) {
    const id = claims[name];
    if (id === undefined) continue;
    if (typeof id !== "string" || id === "") return undefined;
    keys.push(revocationKey(kind, String(claims.iss), id));
  }
  if (keys.length === 0) return undefined;
  return { keys, issuedAt: typeof claims.iat === "number" ? claims.iat * 1000 : Number.NEGATIVE_INFINITY };
}
