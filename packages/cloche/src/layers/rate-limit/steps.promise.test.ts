/** Each algorithm's promise, held against random traffic. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALGORITHMS, type AlgorithmName, readLimit, type State, step } from "./index.js";

const START = Date.UTC(2026, 0, 1);

interface Taken {
  readonly at: number;
  readonly cost: number;
}

const traffic = fc.array(
  fc.record({
    wait: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 3000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 25_000 }) },
    ),
    cost: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 120 },
);

const limits = fc.record({
  quota: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 })),
  windowSeconds: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20 })),
  burstShare: fc.double({ min: 0, max: 1, noNaN: true }),
});

type Limit = { quota: number; windowSeconds: number; burstShare: number };

function policyOf(algorithm: AlgorithmName, { quota, windowSeconds, burstShare }: Limit) {
  const holds = algorithm === "token-bucket" || algorithm === "gcra";
  const burst = Math.max(1, Math.round(quota * burstShare));
  const extra = holds ? { burst } : {};
  return readLimit({ quota, window: windowSeconds, by: "address", algorithm, ...extra }, "p");
}

function run(algorithm: AlgorithmName, limit: Limit, requests: readonly { wait: number; cost: number }[]) {
  const policy = policyOf(algorithm, limit);
  const allowed: Taken[] = [];
  let state: State | undefined;
  let now = START;
  for (const { wait, cost } of requests) {
    now += wait;
    const taken = step(state, { policy, cost }, now);
    if (!taken.verdict.allowed) continue;
    state = taken.state;
    allowed.push({ at: now, cost });
  }
  return { policy, allowed };
}

/** The most that any span of `span` milliseconds saw, a span beginning with each request. */
function spans(allowed: readonly Taken[], visit: (span: number, cost: number) => void): void {
  for (const [index, { at }] of allowed.entries()) {
    let cost = 0;
    for (const next of allowed.slice(index)) {
      cost += next.cost;
      visit(next.at - at, cost);
    }
  }
}

describe("what each algorithm promises", () => {
  it("fixed-window: never more than the quota in the window that the first request opens", () => {
    fc.assert(
      fc.property(limits, traffic, (limit, requests) => {
        const { policy, allowed } = run("fixed-window", limit, requests);
        let opened = Number.NEGATIVE_INFINITY;
        let used = 0;
        for (const { at, cost } of allowed) {
          if (at - opened >= policy.windowSeconds * 1000) [opened, used] = [at, 0];
          used += cost;
          expect(used).toBeLessThanOrEqual(policy.quota);
        }
      }),
    );
  });

  it.each(["sliding-window", "token-bucket", "gcra"] as const)(
    "%s: never more than the burst plus the quota's share of the span, in any span",
    (algorithm) => {
      fc.assert(
        fc.property(limits, traffic, (limit, requests) => {
          const { policy, allowed } = run(algorithm, limit, requests);
          const rate = policy.quota / (policy.windowSeconds * 1000);
          spans(allowed, (span, cost) => expect(cost).toBeLessThanOrEqual(policy.burst + rate * span + 1e-6));
        }),
      );
    },
  );

  it("sliding-window: two bursts at the edge of two windows do not add up", () => {
    const burst = (wait: number) => [{ wait, cost: 1 }, ...Array.from({ length: 9 }, () => ({ wait: 0, cost: 1 }))];
    const limit = { quota: 10, windowSeconds: 10, burstShare: 1 };
    const requests = [{ wait: 0, cost: 1 }, ...burst(9900), ...burst(200)];
    expect(run("fixed-window", limit, requests).allowed).toHaveLength(20);
    expect(run("sliding-window", limit, requests).allowed).toHaveLength(10);
  });

  it("gcra: an interval below a few microseconds is rounded against the caller, not for them", () => {
    const policy = readLimit({ quota: 700_000, window: 1, by: "everyone", algorithm: "gcra", burst: 1000 }, "p");
    let state: State | undefined;
    let allowed = 0;
    for (let now = START; now < START + 1000; now += 1) {
      const cost = step(state, { policy, cost: 0 }, now).verdict.remaining;
      state = step(state, { policy, cost }, now).state;
      allowed += cost;
    }
    expect(allowed).toBeLessThanOrEqual(policy.quota + policy.burst);
  });

  it.each(ALGORITHMS)("%s: refuses nobody who stays below the rate", (algorithm) => {
    fc.assert(
      fc.property(limits, (limit) => {
        const policy = policyOf(algorithm, limit);
        // The weighted counter spreads the older window evenly, and so may be one request too strict.
        const steady = algorithm === "sliding-window" ? policy.quota - 1 : policy.quota;
        fc.pre(steady > 0);
        const interval = Math.ceil((policy.windowSeconds * 1000) / steady) + 1;
        const requests = Array.from({ length: 100 }, () => ({ wait: interval, cost: 1 }));
        expect(run(algorithm, limit, requests).allowed).toHaveLength(100);
      }),
    );
  });

  it.each(ALGORITHMS)("%s: Retry-After is enough, and no quota is lost while waiting", (algorithm) => {
    fc.assert(
      fc.property(limits, traffic, (limit, requests) => {
        const policy = policyOf(algorithm, limit);
        let state: State | undefined;
        let now = START;
        for (const { wait, cost } of requests) {
          now += wait;
          const asked = { policy, cost: Math.min(cost, policy.burst) };
          const taken = step(state, asked, now);
          if (taken.verdict.allowed) {
            state = taken.state;
            continue;
          }
          const later = step(state, asked, now + taken.verdict.retryAfterSeconds * 1000);
          expect(later.verdict.allowed).toBe(true);
          expect(taken.verdict.resetSeconds).toBeLessThanOrEqual(taken.verdict.retryAfterSeconds);
        }
      }),
    );
  });

  it.each(ALGORITHMS)("%s: waiting never leaves less, asking never leaves more", (algorithm) => {
    fc.assert(
      fc.property(limits, traffic, fc.integer({ min: 0, max: 60_000 }), (limit, requests, wait) => {
        const policy = policyOf(algorithm, limit);
        let state: State | undefined;
        let now = START;
        for (const request of requests) {
          now += request.wait;
          const look = step(state, { policy, cost: 0 }, now).verdict.remaining;
          const later = step(state, { policy, cost: 0 }, now + wait).verdict.remaining;
          expect(later).toBeGreaterThanOrEqual(look);
          const taken = step(state, { policy, cost: request.cost }, now);
          expect(taken.verdict.remaining).toBe(taken.verdict.allowed ? look - request.cost : look);
          if (taken.verdict.allowed) state = taken.state;
        }
      }),
    );
  });

  it.each(ALGORITHMS)("%s: a state may be thrown away once it is no longer to be kept", (algorithm) => {
    fc.assert(
      fc.property(limits, traffic, (limit, requests) => {
        const policy = policyOf(algorithm, limit);
        let state: State | undefined;
        let now = START;
        for (const { wait, cost } of requests) {
          now += wait;
          const taken = step(state, { policy, cost }, now);
          if (!taken.verdict.allowed) continue;
          state = taken.state;
          const after = now + taken.keepMilliseconds;
          expect(step(state, { policy, cost: 0 }, after).verdict.remaining).toBe(policy.burst);
        }
      }),
    );
  });

  it.each(ALGORITHMS)("%s: a clock set back frees nobody and locks nobody out for long", (algorithm) => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 10 ** 9 }), (limit, back) => {
        const policy = policyOf(algorithm, limit);
        const full = step(undefined, { policy, cost: policy.burst }, START).state;
        const earlier = step(full, { policy, cost: 1 }, START - back).verdict;
        expect(earlier.allowed).toBe(false);
        expect(earlier.retryAfterSeconds).toBeLessThanOrEqual(policy.windowSeconds * 2);
      }),
    );
  });

  it.each(ALGORITHMS)("%s: keeps whole numbers, so that every store keeps the same", (algorithm) => {
    fc.assert(
      fc.property(limits, traffic, (limit, requests) => {
        const policy = policyOf(algorithm, limit);
        let state: State | undefined;
        let now = START;
        for (const { wait, cost } of requests) {
          now += wait;
          const taken = step(state, { policy, cost }, now);
          expect(Object.values(taken.state).every(Number.isSafeInteger)).toBe(true);
          if (taken.verdict.allowed) state = taken.state;
        }
      }),
    );
  });

  it.each(ALGORITHMS)("%s: stays exact with the largest quota and window", (algorithm) => {
    const policy = readLimit({ quota: 1_000_000, window: "31 days", by: "everyone", algorithm }, "p");
    const almost = step(undefined, { policy, cost: 999_999 }, START);
    expect(almost.verdict.remaining).toBe(1);
    const last = step(almost.state, { policy, cost: 1 }, START);
    expect(last.verdict).toMatchObject({ allowed: true, remaining: 0 });
    expect(step(last.state, { policy, cost: 1 }, START).verdict.allowed).toBe(false);
  });
});
