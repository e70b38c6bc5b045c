/** The RateLimit fields (draft-ietf-httpapi-ratelimit-headers, RFC 9651 lists) and Retry-After. */
import type { HeaderPair } from "../../kernel/index.js";
import type { Verdict } from "./step.js";

/**
 * The header fields that tell a caller how much is left: `ratelimit-policy` lists every policy, `ratelimit` what is
 * left of each. A refusal lists only the policies that refused, and carries `retry-after`, which is then never earlier
 * than any `t` beside it.
 *
 * Policies whose store was away are left out of `ratelimit`: what is left of them is not known.
 *
 * @example
 * limitHeaders(verdicts); // [["ratelimit-policy", '"menu";q=100;w=900'], ["ratelimit", '"menu";r=99;t=900']]
 */
export function limitHeaders(verdicts: readonly Verdict[]): HeaderPair[] {
  let policies = "";
  let left = "";
  const retryAfter = retryAfterSeconds(verdicts);
  for (const verdict of verdicts) {
    policies += `${policies === "" ? "" : ", "}${verdict.policy.policyItem}`;
    if (verdict.storeAway === true || (retryAfter > 0 && verdict.allowed)) continue;
    left += `${left === "" ? "" : ", "}${verdict.policy.quotedName};r=${verdict.remaining};t=${verdict.resetSeconds}`;
  }
  const headers: HeaderPair[] = [];
  // RFC 9651 section 3.1: an empty list is not sent at all.
  if (policies !== "") headers.push(["ratelimit-policy", policies]);
  if (left !== "") headers.push(["ratelimit", left]);
  if (retryAfter > 0) headers.push(["retry-after", String(retryAfter)]);
  return headers;
}

function retryAfterSeconds(verdicts: readonly Verdict[]): number {
  let longest = 0;
  for (const { allowed, retryAfterSeconds: own } of verdicts) if (!allowed && own > longest) longest = own;
  return longest;
}
