/** What a caller beyond the limit is told. */
import { type Refusal, refuse, table } from "../../kernel/index.js";
import { limitHeaders } from "./fields.js";
import type { Told } from "./step.js";

/**
 * The problem types registered by draft-ietf-httpapi-ratelimit-headers section 5, for the `type` of the answer's problem:
 * the quota is used up; the server can serve less than it usually does; the requests look like an attack or a mistake.
 */
export const LIMIT_PROBLEM_TYPES = table({
  quotaExceeded: "https://iana.org/assignments/http-problem-types#quota-exceeded",
  temporaryReducedCapacity: "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
  abnormalUsageDetected: "https://iana.org/assignments/http-problem-types#abnormal-usage-detected",
});

/** The names for the problem's `violated-policies` member: every policy that refused because its quota is used up. */
export function violatedPolicies(verdicts: readonly Told[]): string[] {
  return verdicts.filter((verdict) => !verdict.allowed && verdict.storeAway !== true).map(({ policy }) => policy.name);
}

/** The names of the policies in shadow that would have refused, for events and metrics. */
export function shadowPolicies(verdicts: readonly Told[]): string[] {
  return verdicts.filter(({ shadow }) => shadow === true).map(({ policy }) => policy.name);
}

/**
 * The refusal these verdicts come to, with its header fields, or `undefined` where all of them allow the request.
 * A quota that is used up is `rate_limited` (429), for the reason `banned` where it is a ban; a store that is away and
 * denies is `store_unavailable` (503). Each says by its `type` which of `LIMIT_PROBLEM_TYPES` it is.
 *
 * @example
 * const refusal = quotaExceeded(await store.take(asks, clock.now()));
 */
export function quotaExceeded(verdicts: readonly Told[]): Refusal | undefined {
  if (verdicts.every(({ allowed }) => allowed)) return undefined;
  const headers = limitHeaders(verdicts);
  if (verdicts.some(({ allowed, banned }) => !allowed && banned === true)) {
    const type = LIMIT_PROBLEM_TYPES.abnormalUsageDetected;
    return refuse("rate_limited", { reason: "banned", headers, type });
  }
  if (violatedPolicies(verdicts).length > 0) return refuse("rate_limited", { reason: "quota_exceeded", headers });
  const type = LIMIT_PROBLEM_TYPES.temporaryReducedCapacity;
  return refuse("store_unavailable", { reason: "limit_store_away", headers, type });
}
