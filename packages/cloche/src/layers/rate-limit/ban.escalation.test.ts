/** The step under a ban, held against random traffic, and what is refused of a ban's options. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import {
  ALGORITHMS,
  addressKey,
  type BanOptions,
  limitHeaders,
  memoryLimitStore,
  partitionKey,
  quotaExceeded,
  readLimit,
  type State,
  step,
  unban,
} from "./index.js";

const START = Date.UTC(2026, 0, 1);

const traffic = fc.array(
  fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 200_000 })),
    cost: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 80 },
);

const rules = fc.record({
  algorithm: fc.constantFrom(...ALGORITHMS),
  quota: fc.integer({ min: 1, max: 5 }),
  window: fc.integer({ min: 1, max: 20 }),
  after: fc.integer({ min: 1, max: 4 }),
  lasts: fc.integer({ min: 1, max: 40 }),
  grows: fc.constantFrom("double", "never"),
  more: fc.integer({ min: 0, max: 200 }),
} as const);

type Rules = typeof rules extends fc.Arbitrary<infer Value> ? Value : never;

function policyOf({ algorithm, quota, window, after, lasts, grows, more }: Rules, banned = true) {
  const ban: BanOptions = { after, for: lasts, grows, upTo: lasts + more };
  return readLimit({ quota, window, by: "address", algorithm, ...(banned ? { ban } : {}) }, "p");
}

/** Runs the traffic as a store does, and shows every step. */
function run(rule: Rules, requests: readonly { wait: number; cost: number }[], visit: (each: Seen) => void): void {
  const policy = policyOf(rule);
  let state: State | undefined;
  let expiresAt = Number.POSITIVE_INFINITY;
  let now = START;
  for (const { wait, cost } of requests) {
    now += wait;
    if (now >= expiresAt) state = undefined;
    const taken = step(state, { policy, cost }, now);
    visit({ now, cost, before: state, taken, policy });
    if (cost === 0 || (!taken.fits && !taken.struck)) continue;
    state = taken.state;
    expiresAt = now + taken.keepMilliseconds;
  }
}

interface Seen {
  readonly now: number;
  readonly cost: number;
  readonly before: State | undefined;
  readonly taken: ReturnType<typeof step>;
  readonly policy: ReturnType<typeof policyOf>;
}

describe("a ban", () => {
  it("never lets through what the algorithm alone refuses, and lets nobody in before it ends", () => {
    fc.assert(
      fc.property(rules, traffic, (rule, requests) => {
        const plain = policyOf(rule, false);
        let bannedUntil = 0;
        run(rule, requests, ({ now, cost, before, taken }) => {
          if (now < bannedUntil) expect(taken.fits).toBe(false);
          if (taken.fits) expect(step(before, { policy: plain, cost }, now).fits).toBe(true);
          if (taken.struck) bannedUntil = Math.max(bannedUntil, taken.state.strikes?.ends ?? 0);
        });
      }),
    );
  });

  it("is never longer than the longest, and is no longer for being asked again", () => {
    fc.assert(
      fc.property(rules, traffic, (rule, requests) => {
        let known = 0;
        run(rule, requests, ({ now, taken }) => {
          const ends = taken.state.strikes?.ends ?? 0;
          expect(ends - now).toBeLessThanOrEqual((rule.lasts + rule.more) * 1000);
          if (now < known) expect(ends).toBe(known);
          known = ends;
        });
      }),
    );
  });

  it("keeps its word about Retry-After", () => {
    fc.assert(
      fc.property(rules, traffic, (rule, requests) => {
        run(rule, requests, ({ now, cost, before, taken, policy }) => {
          const asked = { policy, cost: Math.min(Math.max(1, cost), policy.burst) };
          const first = step(before, asked, now);
          if (first.fits) return;
          const kept = first.struck ? first.state : before;
          expect(step(kept, asked, now + first.verdict.retryAfterSeconds * 1000).fits).toBe(true);
          expect(taken.verdict.resetSeconds).toBeLessThanOrEqual(
            Math.max(taken.verdict.retryAfterSeconds, policy.windowSeconds * 2),
          );
        });
      }),
    );
  });

  it("may be thrown away once it is no longer to be kept", () => {
    fc.assert(
      fc.property(rules, traffic, (rule, requests) => {
        run(rule, requests, ({ now, taken, policy }) => {
          if (!taken.fits && !taken.struck) return;
          const later = now + taken.keepMilliseconds;
          const kept = step(taken.state, { policy, cost: policy.burst + 1 }, later);
          const fresh = step(undefined, { policy, cost: policy.burst + 1 }, later);
          expect(kept.state.strikes).toEqual(fresh.state.strikes);
          expect(kept.verdict).toEqual(fresh.verdict);
        });
      }),
    );
  });

  it("is not prolonged by a clock that was set back", () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 10 ** 9 }), (rule, back) => {
        const policy = policyOf({ ...rule, after: 1 });
        const struck = step(undefined, { policy, cost: policy.burst + 1 }, START);
        const earlier = step(struck.state, { policy, cost: 1 }, START - back).verdict;
        expect(earlier.banned).toBe(true);
        // Or as long as the algorithm under it makes such a key wait.
        expect(earlier.retryAfterSeconds).toBeLessThanOrEqual(Math.max(rule.lasts + rule.more, rule.window * 2));
      }),
    );
  });

  it("keeps whole numbers, so that every store keeps the same", () => {
    fc.assert(
      fc.property(rules, traffic, (rule, requests) => {
        run(rule, requests, ({ taken }) => {
          const { strikes, ...counter } = taken.state;
          const numbers = [...Object.values(counter), ...Object.values(strikes ?? {})];
          expect(numbers.every((value) => Number.isSafeInteger(value) && Number(value) >= 0)).toBe(true);
        });
      }),
    );
  });

  it("is told as one: 429, the reason, when to come back", async () => {
    const policy = readLimit(
      { quota: 1, window: "1 minute", by: "address", ban: { after: 1, for: "1 hour" } },
      "sign-in",
    );
    const store = memoryLimitStore();
    const ask = [{ key: "k", policy, cost: 1 }];
    store.take(ask, START);
    const verdicts = store.take(ask, START);
    expect(quotaExceeded(verdicts)).toMatchObject({ status: 429, reason: "banned" });
    expect(new Map(limitHeaders(verdicts)).get("retry-after")).toBe("3600");
    expect(policy.describe()).toBe(
      "1 per minute by address (fixed-window), banned after 1 refusals for 1 hour, doubling up to 1 day",
    );
  });

  it.each([
    { after: 0, for: 60 },
    { after: 1.5, for: 60 },
    { after: 3 },
    { after: 3, for: "a while" },
    { after: 3, for: 0 },
    { after: 3, for: "1 hour", upTo: "1 minute" },
    { after: 3, for: 60, grows: "tenfold" },
    { after: 3, for: 60, upto: "1 day" },
    true,
  ])("of %j stops the start", (ban) => {
    const options = { quota: 1, window: 60, by: "address", ban: ban as BanOptions } as const;
    expect(() => readLimit(options, "n")).toThrow(ConfigError);
  });
});

describe("an unban", () => {
  const policy = readLimit({ quota: 1, window: 60, by: "address", ban: { after: 1, for: "1 day" } }, "sign-in");

  it("lets an address in again, in whatever notation it is given", async () => {
    const store = memoryLimitStore();
    const key = partitionKey(policy, { address: addressKey("2001:db8::1") }) ?? "";
    const take = () => store.take([{ key, policy, cost: 1 }], START)[0];
    take();
    take();
    expect(take()?.banned).toBe(true);
    await unban({ store, policy, values: { address: "2001:DB8:0:0::77" } });
    expect(take()?.allowed).toBe(true);
  });

  it("does not claim to have forgotten what it cannot name or keep", async () => {
    await expect(unban({ store: memoryLimitStore(), policy, values: {} })).rejects.toThrow(/address/);
    await expect(unban({ store: { take: () => [] }, policy, values: { address: "::1" } })).rejects.toThrow(ConfigError);
  });
});
