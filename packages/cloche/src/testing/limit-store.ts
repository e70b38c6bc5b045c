/** What every `LimitStore` promises, as a suite. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  ALGORITHMS,
  type AlgorithmName,
  type Ask,
  type LimitStore,
  type Policy,
  readLimit,
  type Verdict,
} from "../layers/rate-limit/index.js";
import { type Checks, declareChecks, type TestRunner } from "./runner.js";

/** A store with a time that can be moved. */
export interface LimitStoreUnderTest {
  readonly store: LimitStore;
  /** The time the store is asked at, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Moves that time, and the store's own clock where it has one. */
  readonly advance: (milliseconds: number) => void | Promise<void>;
}

const QUOTA = 5;
const WINDOW_SECONDS = 60;

/**
 * Declares the suite over a store of rate limits. Keys are fresh in every check, so that one store may serve them all.
 *
 * @param name The store's name in the report.
 * @param runner `describe` and `it` of a test runner.
 * @param make Gives the store, for each check.
 * @example
 * describeLimitStore("memory", { describe, it }, () => ({ store: memoryLimitStore(), ...fixedClock(0) }));
 */
export function describeLimitStore(
  name: string,
  runner: TestRunner,
  make: () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>,
): void {
  runner.describe(`${name} as a limit store`, () => {
    for (const algorithm of ALGORITHMS) {
      const policy = policyBy(algorithm);
      runner.describe(algorithm, () => {
        declareChecks(runner, QUOTA_CHECKS, async () => asking(await make(), policy));
        declareChecks(runner, TIME_CHECKS, async () => asking(await make(), policy));
        declareChecks(runner, COST_CHECKS, async () => asking(await make(), policy));
        declareChecks(runner, TOGETHER_CHECKS, async () => asking(await make(), policy));
      });
    }
  });
}

/** A store, asked under keys that no other check has. */
interface Asking {
  readonly policy: Policy;
  readonly take: (cost?: number, key?: string, policy?: Policy) => Promise<Verdict>;
  readonly takeAll: (...asks: readonly Ask[]) => Promise<readonly Verdict[]>;
  /** Answers whether the store can forget at all. */
  readonly forget: (key: string) => Promise<boolean>;
  readonly advance: (milliseconds: number) => Promise<void>;
}

function policyBy(algorithm: AlgorithmName, quota = QUOTA): Policy {
  return readLimit({ quota, window: WINDOW_SECONDS, by: "address", algorithm }, "contract");
}

function asking({ store, now, advance }: LimitStoreUnderTest, policy: Policy): Asking {
  const own = `contract:${randomUUID()}:`;
  const takeAll = async (...asks: readonly Ask[]) =>
    store.take(
      asks.map((ask) => ({ ...ask, key: own + ask.key })),
      now(),
    );
  return {
    policy,
    takeAll,
    async take(cost = 1, key = "k", other = policy) {
      const [verdict] = await takeAll({ key, policy: other, cost });
      ok(verdict !== undefined, "The store must answer every ask.");
      return verdict;
    },
    async forget(key) {
      await store.forget?.(own + key);
      return store.forget !== undefined;
    },
    advance: async (milliseconds) => advance(milliseconds),
  };
}

async function useUp({ take }: Asking, key = "k"): Promise<void> {
  for (let count = 0; count < QUOTA; count += 1) equal((await take(1, key)).allowed, true);
}

function tells(verdict: Verdict | undefined, allowed: boolean, remaining: number): void {
  deepEqual({ allowed: verdict?.allowed, remaining: verdict?.remaining }, { allowed, remaining });
}

const QUOTA_CHECKS: Checks<Asking> = {
  "lets exactly the quota through at once, counts down to 0 and refuses the next": async ({ take, policy }) => {
    for (let left = QUOTA - 1; left >= 0; left -= 1) {
      const verdict = await take();
      tells(verdict, true, left);
      equal(verdict.retryAfterSeconds, 0);
    }
    const refused = await take();
    tells(refused, false, 0);
    equal(refused.policy, policy);
    ok(refused.retryAfterSeconds >= 1);
    ok(refused.resetSeconds <= refused.retryAfterSeconds);
  },
  "lets no more than the quota through where requests come at the same moment": async ({ take }) => {
    const verdicts = await Promise.all(Array.from({ length: 40 }, () => take()));
    equal(verdicts.filter(({ allowed }) => allowed).length, QUOTA);
  },
  "keeps the counters of two keys apart": async (asked) => {
    await useUp(asked, "one");
    equal((await asked.take(1, "one")).allowed, false);
    equal((await asked.take(1, "two")).allowed, true);
  },
  "forgets a key when told to, where it can": async (asked) => {
    await useUp(asked);
    const forgot = await asked.forget("k");
    tells(await asked.take(), forgot, forgot ? QUOTA - 1 : 0);
  },
};

const TIME_CHECKS: Checks<Asking> = {
  "keeps its word about Retry-After, again and again, however often it is asked meanwhile": async (asked) => {
    const { take, advance } = asked;
    for (let round = 0; round < 4; round += 1) {
      let verdict = await take();
      while (verdict.allowed) verdict = await take();
      equal((await take()).retryAfterSeconds, verdict.retryAfterSeconds);
      equal((await take()).retryAfterSeconds, verdict.retryAfterSeconds);
      await advance(verdict.retryAfterSeconds * 1000);
      equal((await take()).allowed, true);
    }
  },
  "gives the whole quota back to whoever stays away": async (asked) => {
    await useUp(asked);
    equal((await asked.take()).allowed, false);
    await asked.advance(WINDOW_SECONDS * 2000 + 1);
    await useUp(asked);
    equal((await asked.take()).allowed, false);
  },
};

const COST_CHECKS: Checks<Asking> = {
  "counts a cost, and takes nothing where the cost does not fit": async ({ take }) => {
    tells(await take(3), true, 2);
    tells(await take(3), false, 2);
    tells(await take(2), true, 0);
  },
  "looks with cost 0 without counting or opening a window": async (asked) => {
    const { take, advance, policy } = asked;
    tells(await take(0), true, QUOTA);
    await advance(WINDOW_SECONDS * 500);
    await useUp(asked);
    tells(await take(0), false, 0);
    await advance(WINDOW_SECONDS * 500 - 1);
    if (policy.algorithm === "fixed-window") equal((await take(0)).allowed, false);
  },
  "never lets a cost through that is no whole number within the quota": async ({ take }) => {
    for (const cost of [Number.NaN, -1, Number.POSITIVE_INFINITY, QUOTA + 1]) {
      tells(await take(cost), false, QUOTA);
      tells(await take(0), true, QUOTA);
    }
  },
};

const TOGETHER_CHECKS: Checks<Asking> = {
  "counts under all policies of one call or under none": async ({ take, takeAll, policy }) => {
    const small = policyBy(policy.algorithm, 2);
    const large = policyBy(policy.algorithm, 100);
    const both = [
      { key: "small", policy: small, cost: 1 },
      { key: "large", policy: large, cost: 1 },
    ] as const;
    await takeAll(...both);
    await takeAll(...both);
    for (let count = 0; count < 3; count += 1) {
      const [first, second] = await takeAll(...both);
      tells(first, false, 0);
      tells(second, true, 98);
    }
    tells(await take(0, "large", large), true, 98);
  },
  "answers in the order of the asks, with algorithms mixed": async ({ takeAll }) => {
    const policies = ALGORITHMS.map((algorithm, index) => policyBy(algorithm, 10 + index));
    const verdicts = await takeAll(...policies.map((policy, index) => ({ key: `${index}`, policy, cost: 1 })));
    deepEqual(
      verdicts.map(({ remaining }) => remaining),
      policies.map(({ quota }) => quota - 1),
    );
    ok(verdicts.every((verdict, index) => verdict.policy === policies[index]));
  },
  "answers nothing where nothing is asked": async ({ takeAll }) => {
    equal((await takeAll()).length, 0);
  },
};
