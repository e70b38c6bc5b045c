/** The RateLimit fields (draft-ietf-httpapi-ratelimit-headers, RFC 9651 lists) and Retry-After. */
import type { HeaderPair } from "../../kernel/index.js";
import type { Told } from "./step.js";

/** What may be told beside the numbers. */
export interface LimitFieldOptions {
  /** The key of each verdict, from `partitionKey`; with it the fields carry `pk`, which parts of the hash it is. */
  readonly partitionKeys?: readonly (string | undefined)[];
}

/**
 * The header fields that tell a caller how much is left: `ratelimit-policy` lists every policy, `ratelimit` what is
 * left of each. A refusal lists only the policies that refused, and carries `retry-after`, which is then never earlier
 * than any `t` beside it.
 *
 * Policies whose store was away are left out of `ratelimit`: what is left of them is not known. Policies in shadow are
 * not told at all.
 *
 * @example
 * limitHeaders(verdicts); // [["ratelimit-policy", '"menu";q=100;w=900'], ["ratelimit", '"menu";r=99;t=900']]
 */
export function limitHeaders(verdicts: readonly Told[], options: LimitFieldOptions = {}): HeaderPair[] {
  const flat: string[] = [];
  addLimitFields(flat, verdicts, options);
  const pairs: HeaderPair[] = [];
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index] ?? "", flat[index + 1] ?? ""]);
  return pairs;
}

/** Adds the fields of `limitHeaders` to a flat list of names and values. */
export function addLimitFields(
  headers: string[],
  verdicts: readonly Told[],
  { partitionKeys }: LimitFieldOptions = NO_OPTIONS,
): void {
  let policies = "";
  let left = "";
  const retryAfter = retryAfterSeconds(verdicts);
  let index = -1;
  for (const verdict of verdicts) {
    const { policy, allowed, storeAway } = verdict;
    index += 1;
    if (policy.shadow) continue;
    const pk = partitionKeys === undefined ? "" : partitionParameter(partitionKeys[index], policy.scope);
    policies += `${policies === "" ? "" : ", "}${policy.policyItem}${pk}`;
    if (storeAway === true || (retryAfter > 0 && allowed)) continue;
    left += `${left === "" ? "" : ", "}${remainder(verdict)}${pk}`;
  }
  // RFC 9651 section 3.1: an empty list is not sent at all.
  if (policies !== "") headers.push("ratelimit-policy", policies);
  if (left !== "") headers.push("ratelimit", left);
  if (retryAfter > 0) headers.push("retry-after", String(retryAfter));
}

const NO_OPTIONS: LimitFieldOptions = {};

function remainder({ policy, remaining, resetSeconds }: Told): string {
  return `${policy.quotedName};r=${remaining}${resetSeconds === undefined ? "" : `;t=${resetSeconds}`}`;
}

/** The key without the policy's name: a hash, which the draft's section on privacy asks for, as a Byte Sequence. */
function partitionParameter(key: string | undefined, scope: string): string {
  if (key === undefined || !key.startsWith(scope) || key.length === scope.length) return "";
  return `;pk=:${Buffer.from(key.slice(scope.length), "base64url").toString("base64")}:`;
}

function retryAfterSeconds(verdicts: readonly Told[]): number {
  let longest = 0;
  for (const { allowed, retryAfterSeconds: own } of verdicts) if (!allowed && own > longest) longest = own;
  return longest;
}
