/** Slots against random holders that finish, crash and come late; and how a concurrency limit is written. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import {
  type ConcurrencyOptions,
  concurrency,
  liveHolders,
  memoryLimitStore,
  readAnyLimit,
  type Slots,
  slotVerdict,
} from "./index.js";

const START = Date.UTC(2026, 0, 1);

describe("the holders of a key", () => {
  const holders = fc.array(fc.tuple(fc.uuid(), fc.integer({ min: START - 90_000, max: START + 90_000 })));

  it("are those whose lease is not over, none for longer than a lease", () => {
    fc.assert(
      fc.property(holders, fc.integer({ min: 1, max: 60 }), (all, lease) => {
        const policy = concurrency({ atOnce: 5, by: "caller", lease });
        const live = liveHolders(new Map(all), policy, START);
        for (const [id, until] of new Map(all)) expect(live.has(id)).toBe(until > START);
        for (const until of live.values()) expect(until).toBeLessThanOrEqual(START + lease * 1000);
        expect(liveHolders(live, policy, START + lease * 1000).size).toBe(0);
      }),
    );
  });

  it("leave a slot exactly where fewer hold one than there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(100), fc.boolean(), (atOnce, held, taken) => {
        const { allowed, remaining } = slotVerdict(concurrency({ atOnce, by: "caller" }), held, taken);
        expect(allowed).toBe(held < atOnce);
        expect(remaining).toBe(Math.max(0, atOnce - held - (allowed && taken ? 1 : 0)));
      }),
    );
  });
});

describe("random traffic", () => {
  const events = fc.array(
    fc.record({
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4000 })),
      what: fc.constantFrom("come", "come", "come", "finish", "crash", "renew"),
      who: fc.nat(20),
    }),
    { maxLength: 150 },
  );

  it("never has more holders with a running lease than there are slots, and refuses nobody while there are fewer", () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 4 }), (all, atOnce) => {
        const policy = concurrency({ atOnce, by: "caller", lease: 5 });
        const store = memoryLimitStore();
        const held: { slots: Slots; until: number }[] = [];
        let now = START;
        for (const { wait, what, who } of all) {
          now += wait;
          const running = held.filter(({ until }) => until > now);
          const one = held[who % Math.max(1, held.length)];
          if (what === "come") {
            const slots = store.acquire([{ key: "k", policy }], now);
            expect(slots.verdicts[0]?.allowed).toBe(running.length < atOnce);
            if (slots.verdicts[0]?.allowed === true) held.push({ slots, until: now + 5000 });
          } else if (one !== undefined && what === "renew") {
            expect(one.slots.renew(now)).toBe(one.until > now);
            if (one.until > now) one.until = now + 5000;
          } else if (one !== undefined && what === "finish") {
            void one.slots.release();
            held.splice(held.indexOf(one), 1);
          }
        }
      }),
    );
  });
});

describe("a concurrency limit", () => {
  it.each([
    ["20 at once by caller", { atOnce: 20, by: ["caller"], name: "20-at-once-by-caller" }],
    ["  1  at once by api-key and route ", { atOnce: 1, by: ["api-key", "route"] }],
  ])("in words: %s", (words, read) => {
    expect(concurrency(words)).toMatchObject({ ...read, leaseSeconds: 60, shadow: false });
    expect(readAnyLimit(words, "n")).toMatchObject({ atOnce: read.atOnce, name: "n" });
  });

  it("is told from a limit in a window, whatever its form", () => {
    const read = concurrency("2 at once by caller");
    expect(readAnyLimit(read, "n")).toBe(read);
    expect(readAnyLimit({ atOnce: 3, by: "caller" }, "n")).toMatchObject({ atOnce: 3, name: "n" });
    expect(readAnyLimit("3 per minute by caller", "n")).toMatchObject({ quota: 3, name: "n" });
    expect(readAnyLimit({ quota: 3, window: 60, by: "caller" }, "n")).toMatchObject({ quota: 3 });
    expect(() => readAnyLimit("3 at twice by caller", "n")).toThrow(/\[limit_unreadable\]/);
  });

  it("tells itself in words, and keeps its own counters", () => {
    const exports = concurrency("2 at once by caller", { lease: "5 minutes", name: "exports", shadow: true });
    expect(exports.describe()).toBe("2 at once by caller (lease 300 seconds), in shadow");
    expect(exports.scope).toBe("exports/at-once/");
    expect(Object.isFrozen(exports)).toBe(true);
  });

  it.each([
    { atOnce: 0 },
    { atOnce: 1.5 },
    { atOnce: "3" },
    { lease: 0 },
    { lease: "2 days" },
    { lease: "a while" },
    { by: "ip" },
    { by: [] },
    { shadow: "yes" },
    { whenAway: "open" },
    { leas: 5 },
  ])("with %j stops the start", (change) => {
    const options = { atOnce: 3, by: "caller", ...change } as ConcurrencyOptions;
    expect(() => concurrency(options)).toThrow(ConfigError);
  });

  it.each(["at once by caller", "3 at once", "0 at once by caller", "3 at once by ip"])(
    "%j stops the start",
    (words) => {
      expect(() => concurrency(words)).toThrow(ConfigError);
    },
  );
});
