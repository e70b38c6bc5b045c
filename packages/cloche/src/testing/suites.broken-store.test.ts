/** A suite that cannot fail proves nothing: each store here breaks one promise, and the suite must say which. */
import { describe, expect, it } from "vitest";
import { memoryRefreshStore, type RefreshStore } from "../layers/jwt/index.js";
import { type LimitStore, memoryLimitStore } from "../layers/rate-limit/index.js";
import { memoryReplayStore, type ReplayStore } from "../layers/webhooks/index.js";
import {
  describeLimitStore,
  describeRefreshStore,
  describeReplayStore,
  fixedClock,
  type LimitStoreUnderTest,
  type ReplayStoreUnderTest,
  type TestRunner,
} from "./index.js";

/** Runs what a suite declares, and gives the titles of what failed. */
async function failuresOf(declareSuite: (runner: TestRunner) => void): Promise<{ failed: string[]; declared: number }> {
  const declared: { readonly title: string; readonly body: () => Promise<void> }[] = [];
  const runner: TestRunner = {
    describe: (_name, body) => body(),
    it: (title, body) => declared.push({ title, body }),
  };
  declareSuite(runner);
  const failed: string[] = [];
  for (const { title, body } of declared) await body().catch(() => failed.push(title));
  return { failed: [...new Set(failed)], declared: declared.length };
}

describe("the suite for limit stores", () => {
  const run = (alter: (store: LimitStore) => LimitStore) => {
    const make = (): LimitStoreUnderTest => ({ store: alter(memoryLimitStore()), ...fixedClock(Date.UTC(2026, 0, 1)) });
    return failuresOf((runner) => describeLimitStore("altered", runner, make));
  };

  it("passes a sound store, with forgetting and without", async () => {
    const sound = await run((store) => store);
    expect(sound.failed).toEqual([]);
    expect(sound.declared).toBeGreaterThanOrEqual(40);
    expect((await run((store) => ({ take: (asks, now) => store.take(asks, now) }))).failed).toEqual([]);
  });

  const BROKEN: Readonly<Record<string, (store: LimitStore) => LimitStore>> = {
    "lets no more than the quota through where requests come at the same moment": (store) => ({
      ...store,
      // Looks first and counts later, as two commands would.
      async take(asks, now) {
        const looks = asks.map((ask) => ({ ...ask, cost: 0 }));
        const seen = await store.take(looks, now);
        await Promise.resolve();
        const counted = await store.take(asks, now);
        return counted.map((verdict, index) => ({ ...verdict, allowed: seen[index]?.allowed ?? false }));
      },
    }),
    "keeps the counters of two keys apart": (store) => ({
      ...store,
      take: (asks, now) =>
        store.take(
          asks.map((ask) => ({ ...ask, key: "one for all" })),
          now,
        ),
    }),
    "forgets a key when told to, where it can": (store) => ({ ...store, forget: () => {} }),
    "gives the whole quota back to whoever stays away": (store) => ({
      ...store,
      take: (asks) => store.take(asks, 0),
    }),
    "counts under all policies of one call or under none": (store) => ({
      ...store,
      take: async (asks, now) => (await Promise.all(asks.map(async (ask) => store.take([ask], now)))).flat(),
    }),
    "answers in the order of the asks, with algorithms mixed": (store) => ({
      ...store,
      take: async (asks, now) => [...(await store.take(asks, now))].reverse(),
    }),
    "never lets a cost through that is no whole number within the quota": (store) => ({
      ...store,
      take: (asks, now) =>
        store.take(
          asks.map((ask) => ({ ...ask, cost: Math.min(5, Math.abs(ask.cost) || 0) })),
          now,
        ),
    }),
  };

  it.each(Object.entries(BROKEN))("finds the store that breaks: %s", async (promise, alter) => {
    expect((await run(alter)).failed).toContain(promise);
  });
});

describe("the suite for replay stores", () => {
  const run = (alter: (store: ReplayStore) => ReplayStore, shared = false) => {
    const make = (): ReplayStoreUnderTest => {
      const clock = fixedClock(Date.UTC(2026, 0, 1));
      const stores = new Map<number, ReplayStore>();
      return {
        open(leaseSeconds) {
          const store = stores.get(leaseSeconds) ?? alter(memoryReplayStore({ leaseSeconds, clock }));
          stores.set(leaseSeconds, store);
          return store;
        },
        wait: (milliseconds) => clock.advance(milliseconds),
      };
    };
    return failuresOf((runner) => describeReplayStore({ name: "altered", shared }, runner, make));
  };

  it("passes a sound store", async () => {
    expect(await run((store) => store)).toEqual({ failed: [], declared: 7 });
  });

  const BROKEN: Readonly<Record<string, (store: ReplayStore) => ReplayStore>> = {
    "lets exactly one of many claims win": (store) => ({ ...store, claim: () => "claimed" }),
    "tells a settled key as done, and never undoes it": (store) => ({ ...store, done: () => {} }),
    "gives a released key to the next attempt": (store) => ({ ...store, release: () => {} }),
    "keeps keys apart, whatever stands in them": (store) => ({ ...store, claim: (_key, ttl) => store.claim("k", ttl) }),
    "forgets a settled key when its time is over": (store) => ({ ...store, claim: (key) => store.claim(key, 3600) }),
    "gives up a claim that nobody settled, after the lease and not before": () =>
      memoryReplayStore({ leaseSeconds: 3600, clock: fixedClock(0) }),
  };

  it.each(Object.entries(BROKEN))("finds the store that breaks: %s", async (promise, alter) => {
    expect((await run(alter)).failed).toContain(promise);
  });

  it("finds the shared store that releases what another one claimed", async () => {
    expect((await run((store) => store, true)).failed).toEqual([
      "does not let a store release what another one claimed",
    ]);
  });
});

describe("the suite for refresh stores", () => {
  const run = (alter: (store: RefreshStore) => Partial<RefreshStore>) => {
    const make = () => {
      const store = memoryRefreshStore();
      return { ...store, ...alter(store) };
    };
    return failuresOf((runner) => describeRefreshStore("altered", runner, make));
  };

  it("passes a sound store", async () => {
    const { failed, declared } = await run(() => ({}));
    expect(failed).toEqual([]);
    expect(declared).toBeGreaterThanOrEqual(9);
  });

  const BROKEN: Readonly<Record<string, (store: RefreshStore) => Partial<RefreshStore>>> = {
    "refuses a family id that is taken": () => ({ create: async () => {} }),
    "moves a family on": () => ({ advance: async () => true }),
    "does not move on from a digest that is not current, nor a family that is unknown or ended": () => ({
      revoke: async () => true,
    }),
    "lets exactly one of many concurrent callers move on": (store) => ({
      async advance(step) {
        await store.advance(step);
        return true;
      },
    }),
    "ends a family once": () => ({ revoke: async () => true }),
    "lists and ends the families of one subject only": () => ({ revokeSubject: async () => 0 }),
    "forgets families that are over": () => ({ prune: async () => 0 }),
  };

  it.each(Object.entries(BROKEN))("finds the store that breaks: %s", async (promise, alter) => {
    expect((await run(alter)).failed).toContain(promise);
  });
});
