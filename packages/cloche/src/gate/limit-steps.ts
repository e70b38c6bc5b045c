/** Asks the store about a route's limits, one call a stage, and refuses where one is reached. */
import { type HeaderPair, isPending, type Refusal } from "../kernel/index.js";
import {
  type Ask,
  addressKey,
  costOf,
  DENIED_CLIENT,
  limitHeaders,
  type PartValues,
  type Policy,
  partitionKey,
  quotaExceeded,
  type Told,
  violatedPolicies,
} from "../layers/rate-limit/index.js";
import type { Passage } from "./decision.js";
import type { LimitsOptions } from "./parts.js";

/** A step that can only refuse. */
export type LimitStep = (passage: Passage) => Refusal | undefined | Promise<Refusal | undefined>;

/** The step that asks about the policies of one stage. */
export function limitStep(policies: readonly Policy[], options: LimitsOptions): LimitStep {
  const { store } = options;
  return (passage) => {
    if (passage.exempt) return undefined;
    const asks = policies.map((policy) => askFor(policy, passage, options));
    const verdicts = store.take(asks, passage.facts.startedAt);
    return isPending(verdicts)
      ? Promise.resolve(verdicts).then((settled) => judge(passage, settled))
      : judge(passage, verdicts);
  };
}

/** The step that looks a client up in the lists; asked before and after the caller is known. */
export function listsStep(lists: NonNullable<LimitsOptions["lists"]>): LimitStep {
  return (passage) => {
    const { facts, caller, callerKey } = passage;
    // By the key nobody is exempt who only has the same id at another issuer; by the id everybody is denied who has it.
    const byId = lists.find({ address: facts.address, callerId: caller?.id });
    if (byId === "denied") return DENIED_CLIENT;
    const found = callerKey === caller?.id ? byId : lists.find({ address: facts.address, callerId: callerKey });
    if (found === "denied") return DENIED_CLIENT;
    if (found === "exempt") passage.exempt = true;
    return undefined;
  };
}

/** The fields that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers). */
export function limitFields(verdicts: readonly Told[]): readonly HeaderPair[] {
  return verdicts.length === 0 ? [] : limitHeaders(verdicts);
}

/** The refusal some verdicts come to, naming the limits that were reached. */
export function limitRefusal(verdicts: readonly Told[]): Refusal | undefined {
  const refusal = quotaExceeded(verdicts);
  return refusal?.refused === "rate_limited" ? { ...refusal, violatedPolicies: violatedPolicies(verdicts) } : refusal;
}

function judge(passage: Passage, verdicts: readonly Told[]): Refusal | undefined {
  passage.verdicts.push(...verdicts);
  return limitRefusal(passage.verdicts);
}

function askFor(policy: Policy, passage: Passage, options: LimitsOptions): Ask {
  const { facts, caller, query, body } = passage;
  const key = keyOf(policy, passage, options);
  if (policy.forgetOnSuccess) passage.forgettable.push(key);
  return { key, policy, cost: costOf(policy, { head: facts, caller, query, body }) };
}

/** What is counted together. A part that is not known must not be skipped; every such request shares one counter. */
export function keyOf(policy: Counted, passage: Passage, options: LimitsOptions): string {
  return partitionKey(policy, partsOf(policy, passage, options), options.pepper) ?? policy.scope;
}

type Counted = Pick<Policy, "by" | "scope">;

function partsOf(
  { by }: Counted,
  { facts, caller, callerKey, route, partner, body }: Passage,
  options: LimitsOptions,
): PartValues {
  const parts: Record<string, string | undefined> = {
    address: addressKey(facts.address),
    caller: callerKey,
    route,
    partner,
  };
  if (caller !== undefined) {
    parts.tenant = options.tenantOf?.(caller);
    parts["api-key"] = caller.via === "bearer" ? undefined : callerKey;
  }
  for (const part of by) if (part.startsWith("body:")) parts[part] = fieldText(body, part.slice("body:".length));
  return parts;
}

/** A field that is missing counts as empty: undefined, it would let all such requests share one counter with nobody's. */
function fieldText(body: unknown, name: string): string {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return "";
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
