/** The shapes every counting step shares: what is asked, what is kept, what is answered. */
import type { Policy } from "./policy.js";

/** One question to a store: may this much pass under this key? */
export interface Ask {
  /** From `partitionKey`. The keys of one call differ from each other. */
  readonly key: string;
  readonly policy: Policy;
  /** A whole number. 0 looks without counting: it is allowed where 1 more would be. */
  readonly cost: number;
}

/** What the RateLimit fields and a refusal need to know of an answer, whatever kind of limit gave it. */
export interface Told {
  readonly policy: ToldPolicy;
  readonly allowed: boolean;
  /** What is left, after this request where it was counted. */
  readonly remaining: number;
  /** Seconds until the quota is there again, never beyond `retryAfterSeconds` of a refusal; absent where unknown. */
  readonly resetSeconds?: number;
  /** Seconds until the same cost would be allowed; 0 where it was. */
  readonly retryAfterSeconds: number;
  /** Set where the store could not be asked and nothing was counted: the answer is the outage policy's. */
  readonly storeAway?: true;
  /** Set where the policy only watches and would have refused; `allowed` is then true. */
  readonly shadow?: true;
  /** Set where the key is banned, whatever its count says. */
  readonly banned?: true;
}

/** What is told of a policy. */
export type ToldPolicy = Pick<Policy, "name" | "quotedName" | "policyItem" | "scope" | "shadow">;

/** The answer for one policy. */
export interface Verdict extends Told {
  readonly policy: Policy;
  readonly resetSeconds: number;
}

/** What is kept for one key: three whole numbers, whose meaning is the algorithm's, and what a ban remembers. */
export interface State {
  readonly at: number;
  readonly used: number;
  readonly before: number;
  readonly strikes?: Strikes;
}

/** What is remembered of a key's refusals: whole numbers, times in milliseconds since the epoch. */
export interface Strikes {
  /** Refusals since `since`. */
  readonly count: number;
  readonly since: number;
  /** When the last ban ends, 0 where there was none. */
  readonly ends: number;
  /** How many bans there were. */
  readonly bans: number;
}

/** What one step comes to. */
export interface Step {
  /** Whether this policy lets the request through; a verdict in shadow says so of every request. */
  readonly fits: boolean;
  /** Whether the refusal itself is to be kept, as a strike. */
  readonly struck: boolean;
  /** The state to keep where every policy of the call allowed it, or where it was struck. */
  readonly state: State;
  readonly verdict: Verdict;
  /** For how long the state says anything, in milliseconds. */
  readonly keepMilliseconds: number;
}

/** What a step needs to know of the ask. */
export type Counted = Pick<Ask, "policy" | "cost">;

/** A pure step: no clock, no store. `now` is in milliseconds since the epoch. */
export type StepFunction = (state: State | undefined, ask: Counted, now: number) => Step;

/** What an algorithm works out for itself; the rest is the same for all. */
export interface Reckoning {
  readonly policy: Policy;
  readonly fits: boolean;
  readonly state: State;
  readonly remaining: number;
  readonly resetMilliseconds: number;
  readonly retryMilliseconds: number;
  readonly keepMilliseconds: number;
}

/** Turns a reckoning into a step. */
export function stepOf(reckoning: Reckoning): Step {
  const { policy, fits, state, remaining, resetMilliseconds, retryMilliseconds, keepMilliseconds } = reckoning;
  return {
    fits,
    struck: false,
    state,
    keepMilliseconds,
    verdict: verdictOf({ policy, fits, remaining, resetMilliseconds, retryMilliseconds }),
  };
}

/** What a verdict is made of. */
export interface Judged extends Omit<Reckoning, "state" | "keepMilliseconds"> {
  readonly banned?: boolean;
}

/** A verdict from what the algorithm, or the Redis script, worked out. */
export function verdictOf(judged: Judged): Verdict {
  const { policy, fits } = judged;
  const remaining = Math.max(0, judged.remaining);
  if (fits) {
    const resetSeconds = Math.max(0, Math.ceil(judged.resetMilliseconds / 1000));
    return { policy, allowed: true, remaining, resetSeconds, retryAfterSeconds: 0 };
  }
  const retryAfterSeconds = Math.max(1, Math.ceil(judged.retryMilliseconds / 1000));
  return {
    policy,
    allowed: policy.shadow,
    remaining,
    resetSeconds: retryAfterSeconds,
    retryAfterSeconds,
    ...(policy.shadow ? SHADOW : undefined),
    ...(judged.banned === true ? BANNED : undefined),
  };
}

const SHADOW = Object.freeze({ shadow: true });
const BANNED = Object.freeze({ banned: true });

/**
 * The cost as it is counted. What is not a number or is negative would pass every comparison or give quota back; it is
 * counted as more than there is, and so refused.
 */
export function countedCost({ policy, cost }: Counted): number {
  return cost >= 0 ? Math.min(Math.ceil(cost), policy.burst + 1) : policy.burst + 1;
}
