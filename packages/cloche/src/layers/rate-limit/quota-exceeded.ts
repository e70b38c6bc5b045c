/** What a caller beyond the limit is told. */
import { type Refusal, refuse, table } from "../../kernel/index.js";
import { limitHeaders } from "./fields.js";
import type { Verdict } from "./step.js";

/** The problem types registered by draft-ietf-httpapi-ratelimit-headers, for the `type` of the answer's problem. */
export const LIMIT_PROBLEM_TYPES = table({
  quotaExceeded: "https://iana.org/assignments/http-problem-types#quota-exceeded",
  temporaryReducedCapacity: "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
  abnormalUsageDetected: "https://iana.org/assignments/http-problem-types#abnormal-usage-detected",
});

/** The names for the problem's `violated-policies` member: every policy that refused because its quota is used up. */
export function violatedPolicies(verdicts: readonly Verdict[]): string[] {
  return verdicts.filter((verdict) => !verdict.allowed && verdict.storeAway !== true).map(({ policy }) => policy.name);
}

/**
 * The refusal these verdicts come to, with its header fields, or `undefined` where all of them allow the request.
 * A quota that is used up is `rate_limited` (429); a store that is away and denies is `store_unavailable` (503).
 *
 * @example
 * const refusal = quotaExceeded(await store.take(asks, clock.now()));
 */
export function quotaExceeded(verdicts: readonly Verdict[]): Refusal | undefined {
  if (verdicts.every(({ allowed }) => allowed)) return undefined;
  const headers = limitHeaders(verdicts);
  if (violatedPolicies(verdicts).length > 0) return refuse("rate_limited", { reason: "quota_exceeded", headers });
  return refuse("store_unavailable", { reason: "limit_store_away", headers });
}
