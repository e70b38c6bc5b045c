/** Asks the store about a route's limits, one call a stage, and refuses where one is reached. */
import { isPending, type Refusal } from "../kernel/index.js";
import {
  type Ask,
  addressKey,
  costOf,
  DENIED_CLIENT,
  type Part,
  type PartReader,
  type Policy,
  partitionKeys,
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
  const askers = policies.map((policy) => askerOf(policy, options));
  return (passage) => {
    if (passage.exempt) return undefined;
    const asks = askers.map((ask) => ask(passage));
    const verdicts = store.take(asks, passage.facts.startedAt);
    return isPending(verdicts)
      ? Promise.resolve(verdicts).then((settled) => judgeVerdicts(passage, settled))
      : judgeVerdicts(passage, verdicts);
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

/** The refusal some verdicts come to, naming the limits that were reached. */
export function limitRefusal(verdicts: readonly Told[]): Refusal | undefined {
  const refusal = quotaExceeded(verdicts);
  return refusal?.refused === "rate_limited" ? { ...refusal, violatedPolicies: violatedPolicies(verdicts) } : refusal;
}

/** Adds what the store said, and refuses where a limit is reached. */
export function judgeVerdicts(passage: Passage, verdicts: readonly Told[]): Refusal | undefined {
  passage.verdicts = passage.verdicts.length === 0 ? verdicts : [...passage.verdicts, ...verdicts];
  return limitRefusal(passage.verdicts);
}

function askerOf(policy: Policy, options: LimitsOptions): (passage: Passage) => Ask {
  const keyOf = keyReader(policy, options);
  const { cost, costOf: worksOut, forgetOnSuccess } = policy;
  return (passage) => {
    const key = keyOf(passage);
    if (forgetOnSuccess) passage.forgettable = [...passage.forgettable, key];
    return { key, policy, cost: worksOut === undefined ? cost : workedOut(policy, passage) };
  };
}

/** Reads what is counted together. A part that is not known must not be skipped; every such request shares one counter. */
export function keyReader(policy: Pick<Policy, "by" | "scope">, options: LimitsOptions): (passage: Passage) => string {
  const readers = policy.by.map((part) => readerOf(part, options));
  const keyOf = partitionKeys(policy, readers, options.pepper);
  return (passage) => keyOf(passage) ?? policy.scope;
}

function workedOut(policy: Policy, { facts, caller, query, body }: Passage): number {
  return costOf(policy, { head: facts, caller, query, body });
}

/** Reads the counter of the client's address. */
export function addressReader({ ipv6Prefix }: Pick<LimitsOptions, "ipv6Prefix">): (passage: Passage) => string {
  const options = { ipv6Prefix };
  return ({ facts }) => addressKey(facts.address, options);
}

function readerOf(part: Part, options: LimitsOptions): PartReader<Passage> {
  const { tenantOf } = options;
  switch (part) {
    case "address":
      return addressReader(options);
    case "caller":
      return ({ callerKey }) => callerKey;
    case "route":
      return ({ route }) => route;
    case "partner":
      return ({ partner }) => partner;
    case "tenant":
      return ({ caller }) => (caller === undefined ? undefined : tenantOf?.(caller));
    case "api-key":
      return ({ caller, callerKey }) => (caller === undefined || caller.via === "bearer" ? undefined : callerKey);
    case "everyone":
      return () => "";
    default:
      return fieldReader(part.slice("body:".length));
  }
}

function fieldReader(name: string): PartReader<Passage> {
  return ({ body }) => fieldText(body, name);
}

/** A field that is missing counts as empty: undefined, it would let all such requests share one counter with nobody's. */
function fieldText(body: unknown, name: string): string {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return "";
  const value: unknown = (body as Record<string, unknown>)[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
