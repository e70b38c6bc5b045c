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

/** The answer for one policy. */
export interface Verdict {
  readonly policy: Policy;
  readonly allowed: boolean;
  /** What is left, after this request where it was counted. */
  readonly remaining: number;
  /** Seconds until the quota is there again, never beyond `retryAfterSeconds` of a refusal. */
  readonly resetSeconds: number;
  /** Seconds until the same cost would be allowed; 0 where it was. */
  readonly retryAfterSeconds: number;
  /** Set where the store could not be asked and nothing was counted: the answer is the outage policy's. */
  readonly storeAway?: true;
}

/** What is kept for one key: three whole numbers, whose meaning is the algorithm's. */
export interface State {
  readonly at: number;
  readonly used: number;
  readonly before: number;
}

/** What one step comes to. */
export interface Step {
  /** The state to keep where every policy of the call allowed it. */
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
    state,
    keepMilliseconds,
    verdict: verdictOf({ policy, fits, remaining, resetMilliseconds, retryMilliseconds }),
  };
}

/** A verdict from what the algorithm, or the Redis script, worked out. */
export function verdictOf(reckoning: Omit<Reckoning, "state" | "keepMilliseconds">): Verdict {
  const { policy, fits, remaining } = reckoning;
  const retryAfterSeconds = fits ? 0 : Math.max(1, Math.ceil(reckoning.retryMilliseconds / 1000));
  const resetSeconds = fits ? Math.max(0, Math.ceil(reckoning.resetMilliseconds / 1000)) : retryAfterSeconds;
  return { policy, allowed: fits, remaining: Math.max(0, remaining), resetSeconds, retryAfterSeconds };
}

/**
 * The cost as it is counted. What is not a number or is negative would pass every comparison or give quota back; it is
 * counted as more than there is, and so refused.
 */
export function countedCost({ policy, cost }: Counted): number {
  return cost >= 0 ? Math.min(Math.ceil(cost), policy.burst + 1) : policy.burst + 1;
}
