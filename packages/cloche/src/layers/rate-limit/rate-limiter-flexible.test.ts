/** The bridge over a limiter that counts, blocks and fails as those of rate-limiter-flexible do. */
import { describe, expect, it } from "vitest";
import { ConfigError, fixedClock } from "../../kernel/index.js";
import {
  concurrency,
  type FlexibleLimiter,
  type FlexibleResult,
  fromRateLimiterFlexible,
  readLimit,
  withOutagePolicy,
} from "./index.js";

const START = Date.UTC(2026, 0, 1);

interface Kept {
  consumed: number;
  expires: number;
}

/**
 * Counts beyond the points, resolves with a result and rejects with one that is no Error; blocks for `block` seconds
 * the first time the points are exceeded, as its limiters with a store do.
 */
function flexible(points: number, duration: number, { block = 0, clock = fixedClock(START) } = {}) {
  const kept = new Map<string, Kept>();
  const calls: string[] = [];
  const state = { away: false };
  const resultOf = ({ consumed, expires }: Kept): FlexibleResult => ({
    remainingPoints: Math.max(points - consumed, 0),
    msBeforeNext: expires - clock.now(),
  });
  const current = (key: string): Kept | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.expires > clock.now() ? found : undefined;
  };
  const reached = (call: string): void => {
    calls.push(call);
    if (state.away) throw new Error("The connection is closed.");
  };
  const limiter: FlexibleLimiter = {
    points,
    duration,
    async consume(key, cost) {
      reached("consume");
      if (!Number.isInteger(cost)) throw new Error("Consuming decimal number of points is not supported");
      const one = current(key) ?? { consumed: 0, expires: clock.now() + duration * 1000 };
      one.consumed += cost;
      kept.set(key, one);
      if (one.consumed <= points) return resultOf(one);
      if (block > 0 && one.consumed <= points + cost) one.expires = clock.now() + block * 1000;
      throw resultOf(one) as unknown as Error;
    },
    async get(key) {
      reached("get");
      const one = current(key);
      return one === undefined ? null : resultOf(one);
    },
    async delete(key) {
      reached("delete");
      return kept.delete(key);
    },
  };
  return { limiter, calls, clock, state };
}

const five = readLimit("5 per minute by address", "five");
const askFor = (policy = five, key = "k", cost = 1) => [{ key, policy, cost }];

describe("a limiter behind a policy", () => {
  it("lets the quota through and no more, and tells what is left", async () => {
    const { limiter } = flexible(5, 60);
    const store = fromRateLimiterFlexible(limiter);
    const left: unknown[] = [];
    for (let i = 0; i < 7; i += 1) {
      const verdict = (await store.take(askFor(), START))[0];
      left.push([verdict?.allowed, verdict?.remaining, verdict?.resetSeconds]);
    }
    expect(left.slice(0, 5)).toEqual([4, 3, 2, 1, 0].map((remaining) => [true, remaining, 60]));
    expect(left.slice(5)).toEqual([
      [false, 0, 60],
      [false, 0, 60],
    ]);
  });

  it("lets no more through where requests come at the same moment", async () => {
    const store = fromRateLimiterFlexible(flexible(5, 60).limiter);
    const all = await Promise.all(Array.from({ length: 30 }, async () => store.take(askFor(), START)));
    expect(all.flat().filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it("keeps the limiter's own block", async () => {
    const { limiter, clock } = flexible(5, 60, { block: 900 });
    const store = fromRateLimiterFlexible(limiter);
    for (let i = 0; i < 6; i += 1) await store.take(askFor(), START);
    clock.advance(60_000);
    expect((await store.take(askFor(), START))[0]).toMatchObject({ allowed: false, retryAfterSeconds: 840 });
    clock.advance(840_000);
    expect((await store.take(askFor(), START))[0]).toMatchObject({ allowed: true, remaining: 4 });
  });

  it("looks with cost 0, counts a cost, never lets one through that is no number, and forgets", async () => {
    const store = fromRateLimiterFlexible(flexible(5, 60).limiter);
    expect((await store.take(askFor(five, "k", 0), START))[0]).toMatchObject({ allowed: true, remaining: 5 });
    expect((await store.take(askFor(five, "k", 3), START))[0]).toMatchObject({ allowed: true, remaining: 2 });
    expect((await store.take(askFor(five, "n", Number.NaN), START))[0]?.allowed).toBe(false);
    await store.forget?.("k");
    expect((await store.take(askFor(five, "k", 0), START))[0]?.remaining).toBe(5);
  });

  it("does not count under the other policies where one refuses", async () => {
    const made = new Map<string, ReturnType<typeof flexible>>();
    const store = fromRateLimiterFlexible(({ name, quota, windowSeconds }) => {
      const one = flexible(quota, windowSeconds);
      made.set(name, one);
      return one.limiter;
    });
    const wide = readLimit("100 per hour by address", "wide");
    const both = [...askFor(), ...askFor(wide, "w")];
    for (let i = 0; i < 5; i += 1) await store.take(both, START);
    for (let i = 0; i < 3; i += 1) {
      expect(await store.take(both, START)).toMatchObject([{ allowed: false }, { allowed: true, remaining: 95 }]);
    }
    expect([...made.keys()]).toEqual(["five", "wide"]);
  });

  it("only watches in shadow", async () => {
    const watching = readLimit({ quota: 1, window: 60, by: "address", shadow: true }, "watching");
    const store = fromRateLimiterFlexible(flexible(1, 60).limiter);
    await store.take(askFor(watching), START);
    expect((await store.take(askFor(watching), START))[0]).toMatchObject({ allowed: true, shadow: true });
  });

  it("leaves an outage to the outage policy: an error is no refusal", async () => {
    const { limiter, state } = flexible(5, 60);
    const bare = fromRateLimiterFlexible(limiter);
    state.away = true;
    await expect(bare.take(askFor(), START)).rejects.toThrow(/closed/);
    const guarded = withOutagePolicy(bare, { whenAway: "deny" });
    expect((await guarded.take(askFor(), START))[0]).toMatchObject({ allowed: false, storeAway: true });
  });
});

describe("a limiter that does not fit", () => {
  const limiter = flexible(5, 60).limiter;
  it.each([
    readLimit("6 per minute by address", "n"),
    readLimit("5 per hour by address", "n"),
    readLimit({ quota: 5, window: 60, by: "address", algorithm: "gcra" }, "n"),
    readLimit({ quota: 5, window: 60, by: "address", ban: { after: 1, for: 60 } }, "n"),
    concurrency("5 at once by address"),
  ])("stops the start: $policyItem", (policy) => {
    expect(() => fromRateLimiterFlexible(limiter).check?.(policy, "POST /orders limit")).toThrow(ConfigError);
  });

  it("is taken where it does", () => {
    expect(() => fromRateLimiterFlexible(limiter).check?.(five, "POST /orders limit")).not.toThrow();
  });
});
