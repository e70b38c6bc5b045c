/** The usual way from claims to a caller: `sub`, `role` and `roles`, `scope` and `scp`. */
import type { Caller } from "../../kernel/index.js";
import type { VerifiedToken } from "./verified-token.js";

/** What a token says of a caller; the credential's name and the claims are added. */
export type CallerParts = Pick<Caller, "id" | "roles" | "scopes">;

/**
 * The caller a token speaks of: the id from `sub`; roles from `role` (a text) and `roles` (a list); scopes from `scope`
 * (separated by spaces, RFC 8693 section 4.2) or, without it, `scp` (a text or a list).
 *
 * @returns `undefined` where the token has no `sub`.
 * @example
 * bearer({ verifier, toCaller: (token) => callerFromClaims(token) });
 */
export function callerFromClaims({ claims }: VerifiedToken): CallerParts | undefined {
  const id = claims.sub;
  if (typeof id !== "string" || id === "") return undefined;
  const roles = [...asTexts([claims.role]), ...asTexts(claims.roles)];
  return {
    id,
    roles: Object.freeze([...new Set(roles)]),
    scopes: Object.freeze(scopes(claims.scope ?? claims.scp)),
  };
}

function scopes(value: unknown): string[] {
  return typeof value === "string" ? value.split(" ").filter((scope) => scope !== "") : asTexts(value);
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string" && item !== "") : [];
}
