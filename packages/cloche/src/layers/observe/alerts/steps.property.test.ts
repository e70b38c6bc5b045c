/** Whatever comes when: a rule fires exactly where enough lies close enough together, and remembers no more than it must. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  burnStep,
  distinctStep,
  firstSeenStep,
  type Mark,
  rateStep,
  type Seen,
  type Times,
  type Values,
} from "./steps.js";

const gaps = fc.array(fc.nat(400), { maxLength: 60 });
const timesOf = (steps: readonly number[]) => {
  let now = 1_000_000;
  return steps.map((gap) => (now += gap));
};

describe("a rate", () => {
  it("fires exactly where the last `count` events lie within the time", () => {
    const rule = fc.record({ count: fc.integer({ min: 1, max: 8 }), within: fc.integer({ min: 1, max: 2000 }) });
    fc.assert(
      fc.property(gaps, rule, (steps, { count, within }) => {
        const all = timesOf(steps);
        let state: Times | undefined;
        all.forEach((now, index) => {
          const stepped = rateStep(state, { count, within }, now);
          const near = all.slice(0, index + 1).filter((at) => now - at < within);
          expect(stepped.fires).toBe(near.length >= count);
          expect(stepped.state.length).toBeLessThanOrEqual(count);
          state = stepped.state;
        });
      }),
    );
  });
});

describe("different values", () => {
  it("fire exactly where `count` of them were seen within the time", () => {
    const seen = fc.array(fc.tuple(fc.nat(400), fc.constantFrom("a", "b", "c", "d", "e")), { maxLength: 60 });
    const rule = fc.record({ count: fc.integer({ min: 1, max: 5 }), within: fc.integer({ min: 1, max: 2000 }) });
    fc.assert(
      fc.property(seen, rule, (events, { count, within }) => {
        const times = timesOf(events.map(([gap]) => gap));
        let state: Values | undefined;
        events.forEach(([, value], index) => {
          const now = times[index] ?? 0;
          const stepped = distinctStep(state, { count, within }, { value, now });
          const near = events.slice(0, index + 1).filter((_, at) => now - (times[at] ?? 0) < within);
          expect(stepped.fires).toBe(new Set(near.map(([, one]) => one)).size >= count);
          expect(stepped.state.size).toBeLessThanOrEqual(count);
          state = stepped.state;
        });
      }),
    );
  });
});

describe("a first sight", () => {
  it("fires once for each value, and for none while it learns", () => {
    const seen = fc.array(fc.tuple(fc.nat(400), fc.nat(30)), { maxLength: 80 });
    fc.assert(
      fc.property(seen, fc.nat(3000), (events, learn) => {
        const times = timesOf(events.map(([gap]) => gap));
        let state: Seen | undefined;
        events.forEach(([, value], index) => {
          const now = times[index] ?? 0;
          const stepped = firstSeenStep(state, { learn, most: 31 }, { value: String(value), now });
          const isNew = events.slice(0, index).every(([, one]) => one !== value);
          expect(stepped.fires).toBe(isNew && now - (times[0] ?? 0) >= learn);
          state = stepped.state;
        });
      }),
    );
  });

  it("remembers the values that were seen last", () => {
    let state: Seen | undefined;
    for (let value = 0; value < 50; value += 1) {
      state = firstSeenStep(state, { learn: 0, most: 10 }, { value: String(value), now: value }).state;
    }
    expect([...(state?.values.keys() ?? [])]).toEqual(Array.from({ length: 10 }, (_, index) => String(40 + index)));
  });
});

describe("a burn", () => {
  const rule = { share: 0.2, least: 10, within: 300_000, over: 1_800_000 };
  const run = (shares: readonly number[]) => {
    let state: readonly Mark[] = [{ at: 0, matched: 0, requests: 0 }];
    let matched = 0;
    let requests = 0;
    return shares.map((share, minute) => {
      requests += 100;
      let fires = false;
      for (let event = 0; event < share * 100; event += 1) {
        matched += 1;
        const stepped = burnStep(state, rule, { matched, requests, now: (minute + 1) * 60_000 });
        state = stepped.state;
        fires = stepped.fires;
      }
      return fires;
    });
  };

  it("fires where the share is too great over both times", () => {
    expect(run([...Array(20).fill(0.05), ...Array(20).fill(0.5)]).indexOf(true)).toBeGreaterThan(20);
    expect(run(Array(10).fill(0.5)).indexOf(true)).toBe(0);
  });

  it("does not fire for a short burst after a long calm, nor for an everyday share", () => {
    expect(run([...Array(30).fill(0.01), 0.9, 0.9])).not.toContain(true);
    expect(run(Array(60).fill(0.15))).not.toContain(true);
  });

  it("remembers a bounded number of marks, and the shares never exceed one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30_000), fc.nat(3)), { maxLength: 400 }), (events) => {
        let state: readonly Mark[] = [];
        let [matched, requests, now] = [0, 0, 0];
        for (const [gap, others] of events) {
          now += gap;
          matched += 1;
          requests += others;
          state = burnStep(state, rule, { matched, requests, now }).state;
          expect(state.length).toBeLessThanOrEqual(rule.over / (rule.within / 6) + 3);
        }
      }),
    );
  });
});
