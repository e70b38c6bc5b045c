/** What every limit store promises, as a suite to run over each of them. */
import { describe, expect, it } from "vitest";
import { readLimit } from "./limit.js";
import { ALGORITHMS, type AlgorithmName, type Policy } from "./policy.js";
import type { Ask, Verdict } from "./step.js";
import type { LimitStore } from "./store.js";

/** A store with a time that can be moved. */
export interface LimitStoreUnderTest {
  readonly store: LimitStore;
  readonly now: () => number;
  readonly advance: (milliseconds: number) => void | Promise<void>;
}

const QUOTA = 5;
const WINDOW = 60;
let keys = 0;

/** Runs the promises over the stores that `make` makes. */
export function describeLimitStore(name: string, make: () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>): void {
  describe(`${name} as a limit store`, () => {
    for (const algorithm of ALGORITHMS) {
      describe(algorithm, () => {
        quotaPromises(algorithm, make);
        timePromises(algorithm, make);
        costPromises(algorithm, make);
      });
    }
    describe("several policies in one call", () => togetherPromises(make));
  });
}

type Make = Parameters<typeof describeLimitStore>[1];

function policyBy(algorithm: AlgorithmName, quota = QUOTA): Policy {
  return readLimit({ quota, window: WINDOW, by: "address", algorithm }, "contract");
}

async function begin(make: Make) {
  const under = await make();
  keys += 1;
  const own = `contract:${process.pid}:${keys}:`;
  const takeAll = async (...asks: Ask[]) =>
    under.store.take(
      asks.map((ask) => ({ ...ask, key: own + ask.key })),
      under.now(),
    );
  const take = async (policy: Policy, cost = 1, key = "k") => (await takeAll({ key, policy, cost }))[0] as Verdict;
  const forget = async (key: string) => under.store.forget?.(own + key);
  return { ...under, take, takeAll, forget };
}

function quotaPromises(algorithm: AlgorithmName, make: Make): void {
  const policy = policyBy(algorithm);

  it("lets exactly the quota through at once, counts down to 0 and refuses the next", async () => {
    const { take } = await begin(make);
    const left: number[] = [];
    for (let i = 0; i < QUOTA; i += 1) {
      const verdict = await take(policy);
      expect(verdict).toMatchObject({ allowed: true, retryAfterSeconds: 0 });
      left.push(verdict.remaining);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    const refused = await take(policy);
    expect(refused).toMatchObject({ allowed: false, remaining: 0, policy });
    expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(refused.resetSeconds).toBeLessThanOrEqual(refused.retryAfterSeconds);
  });

  it("lets no more than the quota through where requests come at the same moment", async () => {
    const { take } = await begin(make);
    const verdicts = await Promise.all(Array.from({ length: 40 }, () => take(policy)));
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(QUOTA);
  });

  it("keeps the counters of two keys apart", async () => {
    const { take } = await begin(make);
    for (let i = 0; i < QUOTA; i += 1) await take(policy, 1, "one");
    expect((await take(policy, 1, "one")).allowed).toBe(false);
    expect((await take(policy, 1, "two")).allowed).toBe(true);
  });

  it("forgets a key when told to", async () => {
    const { take, forget } = await begin(make);
    for (let i = 0; i < QUOTA; i += 1) await take(policy);
    await forget("k");
    expect(await take(policy)).toMatchObject({ allowed: true, remaining: QUOTA - 1 });
  });
}

function timePromises(algorithm: AlgorithmName, make: Make): void {
  const policy = policyBy(algorithm);

  it("keeps its word about Retry-After, again and again, however often it is asked meanwhile", async () => {
    const { take, advance } = await begin(make);
    for (let round = 0; round < 4; round += 1) {
      let verdict = await take(policy);
      while (verdict.allowed) verdict = await take(policy);
      const [first, ...others] = [verdict, await take(policy), await take(policy)];
      expect(others.every(({ retryAfterSeconds }) => retryAfterSeconds === first.retryAfterSeconds)).toBe(true);
      await advance(first.retryAfterSeconds * 1000);
      expect((await take(policy)).allowed).toBe(true);
    }
  });

  it("gives the whole quota back to whoever stays away", async () => {
    const { take, advance } = await begin(make);
    for (let i = 0; i < QUOTA + 2; i += 1) await take(policy);
    await advance(WINDOW * 2000 + 1);
    for (let i = 0; i < QUOTA; i += 1) expect((await take(policy)).allowed).toBe(true);
    expect((await take(policy)).allowed).toBe(false);
  });
}

function costPromises(algorithm: AlgorithmName, make: Make): void {
  const policy = policyBy(algorithm);

  it("counts a cost, and takes nothing where the cost does not fit", async () => {
    const { take } = await begin(make);
    expect(await take(policy, 3)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await take(policy, 3)).toMatchObject({ allowed: false, remaining: 2 });
    expect(await take(policy, 2)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it("looks with cost 0 without counting or opening a window", async () => {
    const { take, advance } = await begin(make);
    expect(await take(policy, 0)).toMatchObject({ allowed: true, remaining: QUOTA });
    await advance(WINDOW * 500);
    for (let i = 0; i < QUOTA; i += 1) await take(policy);
    expect(await take(policy, 0)).toMatchObject({ allowed: false, remaining: 0 });
    await advance(WINDOW * 500 - 1);
    if (algorithm === "fixed-window") expect((await take(policy, 0)).allowed).toBe(false);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, QUOTA + 1])("never lets a cost of %s through", async (cost) => {
    const { take } = await begin(make);
    expect(await take(policy, cost)).toMatchObject({ allowed: false, remaining: QUOTA });
    expect(await take(policy, 0)).toMatchObject({ allowed: true, remaining: QUOTA });
  });
}

function togetherPromises(make: Make): void {
  it.each(ALGORITHMS)("counts under all of them or under none (%s)", async (algorithm) => {
    const { takeAll, take } = await begin(make);
    const small = policyBy(algorithm, 2);
    const large = policyBy(algorithm, 100);
    const both = [
      { key: "small", policy: small, cost: 1 },
      { key: "large", policy: large, cost: 1 },
    ] as const;
    await takeAll(...both);
    await takeAll(...both);
    for (let i = 0; i < 3; i += 1) {
      expect(await takeAll(...both)).toMatchObject([
        { policy: small, allowed: false, remaining: 0 },
        { policy: large, allowed: true, remaining: 98 },
      ]);
    }
    expect(await take(large, 0, "large")).toMatchObject({ remaining: 98 });
  });

  it("answers in the order of the asks, with algorithms mixed", async () => {
    const { takeAll } = await begin(make);
    const policies = ALGORITHMS.map((algorithm, index) => policyBy(algorithm, 10 + index));
    const verdicts = await takeAll(...policies.map((policy, index) => ({ key: `${index}`, policy, cost: 1 })));
    expect(verdicts.map(({ remaining }) => remaining)).toEqual([9, 10, 11, 12]);
    expect(verdicts.map(({ policy }) => policy)).toEqual(policies);
  });

  it("answers nothing where nothing is asked", async () => {
    const { takeAll } = await begin(make);
    expect(await takeAll()).toEqual([]);
  });
}
