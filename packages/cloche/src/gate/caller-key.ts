/** What a caller is counted and remembered by: ids are unique within their issuer only (ASVS 5.0, 10.3.3). */
import type { Caller, CallerSource } from "../kernel/index.js";

/** The name of a caller in limits, idempotency keys and lists. */
export type CallerKey = (caller: Caller) => string;

/**
 * An id as it is counted by, and as lists name it, where a gate believes several issuers: two of them may give out the
 * same `sub`, and would otherwise share limits and answers.
 *
 * @example
 * accessLists({ exempt: { callers: [qualifiedId("https://id.example", "svc-monitoring")] } });
 */
export function qualifiedId(issuer: string, id: string): string {
  // With its length, so that no issuer and id together spell another pair.
  return `${issuer.length} ${issuer} ${id}`;
}

/** The key of callers: the id where all of `sources` believe one issuer at most, and `qualifiedId` otherwise. */
export function callerKeys(sources: readonly CallerSource[]): CallerKey {
  const issuers = new Set(sources.flatMap((source) => source.issuers ?? []));
  if (issuers.size < 2) return ({ id }) => id;
  return ({ id, claims }) => (typeof claims.iss === "string" ? qualifiedId(claims.iss, id) : id);
}
