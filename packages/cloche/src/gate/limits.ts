/** The limits of a route: read from its contract at start, asked of the store per request. */
import { ConfigError, configFault, type HeaderPair, type Refusal } from "../kernel/index.js";
import {
  type Ask,
  addressKey,
  type LimitOptions,
  type LimitStore,
  limitHeaders,
  type Policy,
  partitionKey,
  quotaExceeded,
  readLimit,
  type Verdict,
  violatedPolicies,
} from "../layers/rate-limit/index.js";
import type { Passage } from "./decision.js";

/** One limit in words or as an object, or several. */
export type LimitSpec = string | LimitOptions | readonly (string | LimitOptions)[];

/** A contract's limits as policies, named after the route. */
export function readLimits(spec: LimitSpec | undefined, where: string): readonly Policy[] {
  if (spec === undefined) return [];
  const list = typeof spec === "string" || !Array.isArray(spec) ? [spec as string | LimitOptions] : spec;
  return list.map((one: string | LimitOptions, index) => readNamed(one, { where, index }));
}

function readNamed(spec: string | LimitOptions, { where, index }: { where: string; index: number }): Policy {
  try {
    return readLimit(spec, policyName(where, index));
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
    throw configFault(fault.code, { where: `${where} limit`, fix: fault.fix });
  }
}

const COUNTED_BY: ReadonlySet<string> = new Set(["address", "caller", "route", "everyone"]);

/** Whether a policy can be decided before anyone is identified. */
export function isByAddress(policy: Policy): boolean {
  return !policy.by.includes("caller");
}

/**
 * Refuses a limit by caller where the route identifies nobody.
 *
 * @throws ConfigError `contract_contradiction`
 */
export function checkLimits(policies: readonly Policy[], knowsCaller: boolean, where: string): void {
  const unknown = policies.flatMap(({ by }) => by).find((part) => !COUNTED_BY.has(part));
  if (unknown !== undefined) {
    throw configFault("limit_unreadable", {
      where: `${where} limit`,
      fix: "Count by address, caller, route or everyone.",
    });
  }
  if (knowsCaller || policies.every(isByAddress)) return;
  throw configFault("contract_contradiction", {
    where: `${where} limit`,
    fix: "Nobody is identified on this route; count by address.",
  });
}

/** Asks the store about some policies and refuses where one is exceeded. */
export function limitStep(policies: readonly Policy[], store: LimitStore) {
  return (passage: Passage): Refusal | undefined | Promise<Refusal | undefined> => {
    const asks = policies.map((policy) => askFor(policy, passage));
    const verdicts = store.take(asks, passage.facts.startedAt);
    return Array.isArray(verdicts)
      ? judge(passage, verdicts)
      : (verdicts as Promise<readonly Verdict[]>).then((settled) => judge(passage, settled));
  };
}

/** The fields that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers). */
export function limitFields(verdicts: readonly Verdict[]): readonly HeaderPair[] {
  return verdicts.length === 0 ? [] : limitHeaders(verdicts);
}

function judge(passage: Passage, verdicts: readonly Verdict[]): Refusal | undefined {
  passage.verdicts.push(...verdicts);
  return limitRefusal(passage.verdicts);
}

/** The refusal some verdicts come to, naming the limits that were reached. */
export function limitRefusal(verdicts: readonly Verdict[]): Refusal | undefined {
  const refusal = quotaExceeded(verdicts);
  return refusal?.refused === "rate_limited" ? { ...refusal, violatedPolicies: violatedPolicies(verdicts) } : refusal;
}

function askFor(policy: Policy, { facts, caller, route }: Passage): Ask {
  const key = partitionKey(policy, { address: addressKey(facts.address), caller: caller?.id, route });
  // A part that is not known must not be skipped; every such request shares one counter.
  return { key: key ?? policy.scope, policy, cost: policy.cost };
}

function policyName(where: string, index: number): string {
  const slug = where
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return index === 0 ? slug : `${slug}-${index + 1}`;
}
