/** Lets limiters of the `rate-limiter-flexible` package keep the counters, by shape and without importing it. */
import { configFault } from "../../kernel/index.js";
import type { Policy } from "./policy.js";
import { type Ask, countedCost, type Verdict, verdictOf } from "./step.js";
import type { LimitStore } from "./store.js";

/** What a limiter resolves with, and rejects with where the points are used up. */
export interface FlexibleResult {
  readonly remainingPoints: number;
  /** Milliseconds until the points are back; below 0 where they never are. */
  readonly msBeforeNext: number;
}

/** What is asked of a limiter. `RateLimiterRedis`, `-Postgres`, `-Memory` and the package's other stores have it. */
export interface FlexibleLimiter {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
  consume(key: string, points: number): Promise<FlexibleResult>;
  get(key: string): Promise<FlexibleResult | null>;
  delete(key: string): Promise<boolean>;
}

/** One limiter for the one policy it fits, or a function that makes one for each policy. */
export type FlexibleSource = FlexibleLimiter | ((policy: Policy) => FlexibleLimiter);

/**
 * A limit store that counts in rate-limiter-flexible. Only fixed windows: that is how its limiters count. A ban is the
 * limiter's own `blockDuration` there, and concurrency limits are not kept.
 *
 * Its limiters answer for one key at a time, so a request under several policies is looked up under each and then
 * counted under each, in two round trips. Between those another request may come first; then a request is refused that
 * has been counted under some of its policies, and never let through beyond one. A cost that does not fit uses up what
 * is left.
 *
 * @throws ConfigError `option_invalid` from `check` (at start) and from `take`, where the limiter's points or duration
 *   are not the policy's
 * @example
 * const store = fromRateLimiterFlexible(
 *   ({ name, quota, windowSeconds }) =>
 *     new RateLimiterPostgres({ storeClient: pool, keyPrefix: name, points: quota, duration: windowSeconds }),
 * );
 */
export function fromRateLimiterFlexible(source: FlexibleSource): LimitStore {
  const limiters = new Map<Policy, FlexibleLimiter>();
  const limiterOf = (policy: Policy, where: string): FlexibleLimiter => {
    const known = limiters.get(policy);
    if (known !== undefined) return known;
    const limiter = typeof source === "function" ? source(policy) : source;
    checkFit(policy, limiter, where);
    limiters.set(policy, limiter);
    return limiter;
  };
  return {
    async take(asks) {
      const counted = asks.map((ask) => ({ ask, limiter: limiterOf(ask.policy, "fromRateLimiterFlexible") }));
      const looks = await Promise.all(counted.map(look));
      const fits = looks.every(({ allowed }) => allowed);
      return Promise.all(
        counted.map(async (one, at) => {
          const seen = looks[at] as Look;
          // Refused by another policy: not counted here. Refused here: counted, so that the limiter's own block works.
          return fits || !seen.fits ? consume(one) : lookedAt(one.ask, seen.result, 0);
        }),
      );
    },
    async forget(key) {
      await Promise.all([...new Set(limiters.values())].map(async (limiter) => limiter.delete(key)));
    },
    check(policy, where) {
      if ("atOnce" in policy) throw misfit(where, "Concurrency limits need the memory or the Redis store.");
      limiterOf(policy, where);
    },
  };
}

interface Counted {
  readonly ask: Ask;
  readonly limiter: FlexibleLimiter;
}

interface Look {
  readonly result: FlexibleResult | null;
  readonly fits: boolean;
  readonly allowed: boolean;
}

async function look({ ask, limiter }: Counted): Promise<Look> {
  const result = await limiter.get(ask.key);
  const fits = (result?.remainingPoints ?? ask.policy.quota) >= Math.max(1, countedCost(ask));
  return { result, fits, allowed: fits || ask.policy.shadow };
}

async function consume({ ask, limiter }: Counted): Promise<Verdict> {
  const points = countedCost(ask);
  if (points === 0) return lookedAt(ask, await limiter.get(ask.key), 0);
  try {
    return judged(ask, await limiter.consume(ask.key, points), true);
  } catch (refused) {
    // A result says that the points are used up; an error, that the limiter's store is away.
    if (refused instanceof Error || !isResult(refused)) throw refused;
    return judged(ask, refused, false);
  }
}

function lookedAt(ask: Ask, result: FlexibleResult | null, cost: number): Verdict {
  const { quota, windowSeconds } = ask.policy;
  const seen = result ?? { remainingPoints: quota, msBeforeNext: windowSeconds * 1000 };
  return judged(ask, seen, seen.remainingPoints >= Math.max(1, cost));
}

function judged({ policy }: Ask, { remainingPoints, msBeforeNext }: FlexibleResult, fits: boolean): Verdict {
  const wait = msBeforeNext < 0 ? policy.windowSeconds * 1000 : msBeforeNext;
  return verdictOf({ policy, fits, remaining: remainingPoints, resetMilliseconds: wait, retryMilliseconds: wait });
}

function isResult(value: unknown): value is FlexibleResult {
  return typeof value === "object" && value !== null && "remainingPoints" in value && "msBeforeNext" in value;
}

function checkFit(policy: Policy, { points, duration }: FlexibleLimiter, where: string): void {
  if (policy.algorithm !== "fixed-window") throw misfit(`${where}.algorithm`, 'Its limiters count a "fixed-window".');
  if (policy.ban !== undefined) throw misfit(`${where}.ban`, "Give the limiter a blockDuration instead.");
  if (points === policy.quota && duration === policy.windowSeconds) return;
  throw misfit(where, "Give the limiter the policy's quota as points, and its window in seconds as duration.");
}

function misfit(where: string, fix: string) {
  return configFault("option_invalid", { where, fix });
}
