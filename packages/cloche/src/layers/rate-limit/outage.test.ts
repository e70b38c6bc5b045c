/** What is answered while a store throws, rejects or hangs, and how it comes back. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError, fixedClock, type SecurityEvent } from "../../kernel/index.js";
import {
  concurrency,
  type LimitStore,
  memoryLimitStore,
  type OutageOptions,
  quotaExceeded,
  readLimit,
  type WhenAway,
  withOutagePolicy,
} from "./index.js";

const START = Date.UTC(2026, 0, 1);
const policy = readLimit("8 per minute by address", "menu");

/** A store whose connection can be cut, as the memory store behind a switch. */
function breakable() {
  const inner = memoryLimitStore();
  const state: { mode: "up" | "throws" | "rejects" | "hangs"; calls: number } = { mode: "up", calls: 0 };
  const store: LimitStore = {
    take(asks, now) {
      state.calls += 1;
      if (state.mode === "throws") throw new Error("cut");
      if (state.mode === "rejects") return Promise.reject(new Error("cut"));
      if (state.mode === "hangs") return new Promise(() => {});
      return inner.take(asks, now);
    },
    forget() {
      throw new Error("cut");
    },
  };
  return { store, state };
}

function wrapped(options: Omit<OutageOptions, "clock" | "emit">) {
  const clock = fixedClock(START);
  const events: SecurityEvent[] = [];
  const { store, state } = breakable();
  const guarded = withOutagePolicy(store, { ...options, clock, emit: (event) => events.push(event) });
  const take = async (key = "k") => (await guarded.take([{ key, policy, cost: 1 }], clock.now()))[0];
  return { clock, events, state, take, guarded };
}

describe("a store that is away", () => {
  it.each(["throws", "rejects"] as const)("deny: refuses with 503 where the store %s", async (mode) => {
    const { state, take } = wrapped({ whenAway: "deny" });
    state.mode = mode;
    const verdict = await take();
    expect(verdict).toMatchObject({ allowed: false, storeAway: true });
    const refusal = quotaExceeded(verdict === undefined ? [] : [verdict]);
    expect(refusal).toMatchObject({ refused: "store_unavailable", status: 503, reason: "limit_store_away" });
    expect(refusal?.headers).toContainEqual(["retry-after", "5"]);
  });

  it("allow: lets everything through, and claims nothing about what is left", async () => {
    const { state, take } = wrapped({ whenAway: "allow" });
    state.mode = "rejects";
    for (let i = 0; i < 20; i += 1) expect(await take()).toMatchObject({ allowed: true, storeAway: true });
  });

  it("local: counts against this process's share and refuses with 429", async () => {
    const { state, take } = wrapped({ whenAway: "local", processes: 4 });
    state.mode = "rejects";
    const verdicts = [await take(), await take(), await take()];
    expect(verdicts.map((verdict) => verdict?.allowed)).toEqual([true, true, false]);
    const refusal = quotaExceeded(verdicts.flatMap((verdict) => (verdict?.allowed === false ? [verdict] : [])));
    expect(refusal).toMatchObject({ refused: "rate_limited", status: 429 });
  });

  it("local: never lets more through, over all processes, than the quota", async () => {
    const allowedByOne = async (processes: number) => {
      const { state, take } = wrapped({ whenAway: "local", processes });
      state.mode = "throws";
      const verdicts = await Promise.all(Array.from({ length: 10 }, () => take()));
      return verdicts.filter((verdict) => verdict?.allowed).length;
    };
    for (const processes of [1, 3, 5, 8]) {
      let allowed = 0;
      for (let each = 0; each < processes; each += 1) allowed += await allowedByOne(processes);
      expect(allowed).toBeLessThanOrEqual(policy.quota);
      expect(allowed).toBeGreaterThan(0);
    }
  });

  it("stops asking after three failures, tells it once, and tries again with one request", async () => {
    const { state, take, clock, events } = wrapped({ whenAway: "allow" });
    state.mode = "rejects";
    for (let i = 0; i < 10; i += 1) await take();
    expect(state.calls).toBe(3);
    expect(events).toEqual([{ name: "store.away", at: START, subject: "rate-limit" }]);
    clock.advance(1000);
    await Promise.all([take(), take(), take()]);
    expect(state.calls).toBe(4);
    clock.advance(1999);
    await take();
    expect(state.calls).toBe(4);
    state.mode = "up";
    clock.advance(1);
    expect((await take())?.storeAway).toBeUndefined();
    expect((await take())?.remaining).toBe(policy.quota - 2);
    expect(events.map(({ name }) => name)).toEqual(["store.away", "store.back"]);
  });

  it("does not prolong the pause for requests that were under way when the store went", async () => {
    const { state, take, clock } = wrapped({ whenAway: "allow" });
    state.mode = "rejects";
    await Promise.all(Array.from({ length: 50 }, () => take()));
    state.mode = "up";
    clock.advance(1000);
    expect((await take())?.storeAway).toBeUndefined();
  });

  it("forgets the failures before a success", async () => {
    const { state, take, events } = wrapped({ whenAway: "allow" });
    for (let i = 0; i < 5; i += 1) {
      state.mode = "rejects";
      await take();
      await take();
      state.mode = "up";
      await take();
    }
    expect(events).toEqual([]);
  });

  it("does not fail a request because a key could not be forgotten", async () => {
    const { guarded } = wrapped({ whenAway: "deny" });
    await expect(guarded.forget?.("k")).resolves.toBeUndefined();
  });

  it("answers at once where the store does", () => {
    const guarded = withOutagePolicy(memoryLimitStore(), { whenAway: "deny" });
    expect(guarded.take([{ key: "k", policy, cost: 1 }], START)).not.toBeInstanceOf(Promise);
  });

  it("will not start with local and no number of processes, or without saying what happens", () => {
    const store = memoryLimitStore();
    expect(() => withOutagePolicy(store, { whenAway: "local" })).toThrow(ConfigError);
    expect(() => withOutagePolicy(store, {} as OutageOptions)).toThrow(/whenAway/);
    expect(() => withOutagePolicy(store, { whenaway: "deny" } as unknown as OutageOptions)).toThrow(/whenAway/);
  });
});

describe("a policy with a word of its own about outages", () => {
  const asked = (...whenAway: (WhenAway | undefined)[]) =>
    whenAway.map((own, at) => {
      const more = own === undefined ? {} : { whenAway: own };
      const policy = readLimit({ quota: 4, window: 60, by: "address", ...more }, `p${at}`);
      return { key: `${at}`, policy, cost: 1 };
    });

  it("keeps to it, whatever the store was told", async () => {
    const { state, guarded, clock } = wrapped({ whenAway: "deny", processes: 2 });
    state.mode = "rejects";
    const take = async (...given: (WhenAway | undefined)[]) =>
      (await guarded.take(asked(...given), clock.now())).map(({ allowed }) => allowed);
    expect(await take("allow")).toEqual([true]);
    expect(await take(undefined)).toEqual([false]);
    expect([await take("local"), await take("local"), await take("local")]).toEqual([[true], [true], [false]]);
    expect(await take("allow", undefined)).toEqual([true, false]);
  });

  it("does not count locally where another policy of the call denies", async () => {
    const { state, guarded, clock } = wrapped({ whenAway: "deny", processes: 1 });
    state.mode = "rejects";
    for (let i = 0; i < 9; i += 1) await guarded.take(asked("local", "deny"), clock.now());
    expect((await guarded.take(asked("local"), clock.now()))[0]).toMatchObject({ allowed: true, remaining: 3 });
  });

  it("refuses nobody in shadow, and says so", async () => {
    const { state, guarded, clock } = wrapped({ whenAway: "deny" });
    state.mode = "rejects";
    const policy = readLimit({ quota: 4, window: 60, by: "address", shadow: true }, "watching");
    const [verdict] = await guarded.take([{ key: "k", policy, cost: 1 }], clock.now());
    expect(verdict).toMatchObject({ allowed: true, shadow: true, storeAway: true });
  });

  it("stops the start where nobody knows how many processes share the quota, and denies if asked all the same", async () => {
    const { state, guarded, clock } = wrapped({ whenAway: "allow" });
    const [ask] = asked("local");
    expect(() => guarded.check?.(ask?.policy ?? policy, "POST /orders limit")).toThrow(/processes/);
    expect(() => guarded.check?.(policy, "POST /orders limit")).not.toThrow();
    state.mode = "rejects";
    expect((await guarded.take(asked("local"), clock.now()))[0]?.allowed).toBe(false);
  });

  it("local: never lets a cost through that is no number or more than the quota", async () => {
    const { state, guarded, clock } = wrapped({ whenAway: "local", processes: 2 });
    state.mode = "rejects";
    for (const cost of [Number.POSITIVE_INFINITY, Number.NaN, -1, policy.quota + 1]) {
      expect((await guarded.take([{ key: "k", policy, cost }], clock.now()))[0]?.allowed).toBe(false);
    }
  });

  it("local: forgets in this process too", async () => {
    const { state, guarded, take } = wrapped({ whenAway: "local", processes: 8 });
    state.mode = "rejects";
    expect([(await take())?.allowed, (await take())?.allowed]).toEqual([true, false]);
    await guarded.forget?.("k");
    expect((await take())?.allowed).toBe(true);
  });
});

describe("slots while the store is away", () => {
  const four = concurrency("4 at once by caller");

  function slots(options: Omit<OutageOptions, "clock" | "emit">) {
    const inner = memoryLimitStore();
    const state: { mode: "up" | "rejects" | "slow"; answer: () => void } = { mode: "up", answer: () => {} };
    const acquire: NonNullable<LimitStore["acquire"]> = (asks, now) => {
      if (state.mode === "up") return inner.acquire(asks, now);
      if (state.mode === "rejects") return Promise.reject(new Error("cut"));
      return new Promise((resolve) => {
        state.answer = () => resolve(inner.acquire(asks, now));
      });
    };
    const guarded = withOutagePolicy({ take: () => [], acquire }, { ...options, clock: fixedClock(START) });
    const take = async () => guarded.acquire?.([{ key: "k", policy: four }], START);
    return { state, take, inner };
  }

  it.each([
    ["deny", 0],
    ["allow", 9],
    ["local", 2],
  ] as const)("%s: lets %i of 9 run", async (whenAway, count) => {
    const { state, take } = slots({ whenAway, processes: 2 });
    state.mode = "rejects";
    const all = [];
    for (let i = 0; i < 9; i += 1) all.push(await take());
    expect(all.filter((held) => held?.verdicts[0]?.allowed)).toHaveLength(count);
    if (whenAway !== "local") return;
    await all[0]?.release();
    expect((await take())?.verdicts[0]?.allowed).toBe(true);
  });

  it("are not held for a request that another limit denies", async () => {
    const store: LimitStore = { take: () => [], acquire: () => Promise.reject(new Error("cut")) };
    const guarded = withOutagePolicy(store, { whenAway: "deny", processes: 1, clock: fixedClock(START) });
    const local = { key: "l", policy: concurrency("1 at once by caller", { whenAway: "local", name: "local" }) };
    const denied = { key: "d", policy: four };
    for (let i = 0; i < 5; i += 1) {
      const slots = await guarded.acquire?.([local, denied], START);
      expect(slots?.verdicts.some(({ allowed }) => allowed)).toBe(false);
    }
    expect((await guarded.acquire?.([local], START))?.verdicts[0]?.allowed).toBe(true);
  });

  it("are given back where the store answered too late to be heard", async () => {
    const { state, take, inner } = slots({ whenAway: "deny", timeoutMilliseconds: 20 });
    state.mode = "slow";
    expect((await take())?.verdicts[0]).toMatchObject({ allowed: false, storeAway: true });
    state.answer();
    await Promise.resolve();
    await Promise.resolve();
    expect(inner.acquire([{ key: "k", policy: four }], START).verdicts[0]?.remaining).toBe(3);
  });
});

describe("a store that hangs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is waited for no longer than was declared", async () => {
    const { state, take } = wrapped({ whenAway: "deny", timeoutMilliseconds: 40 });
    state.mode = "hangs";
    let verdict: Awaited<ReturnType<typeof take>>;
    const asked = take().then((answer) => {
      verdict = answer;
    });
    await vi.advanceTimersByTimeAsync(39);
    expect(verdict).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await asked;
    expect(verdict).toMatchObject({ allowed: false, storeAway: true });
    expect(vi.getTimerCount()).toBe(0);
  });
});
