/** The memory store: the contract of every store, and an attacker who tries to fill it. */
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { describeLimitStore } from "../../testing/index.js";
import { concurrency, memoryLimitStore, readLimit } from "./index.js";
import { describePenalties } from "./limit-store.penalties.contract.js";
import { describeSlotStore } from "./slot-store.contract.js";

const START = Date.UTC(2026, 0, 1);

describeLimitStore("memory", { describe, it }, () => ({ store: memoryLimitStore(), ...fixedClock(START) }));
describePenalties("memory", () => ({ store: memoryLimitStore(), ...fixedClock(START) }));
describeSlotStore("memory", () => ({ store: memoryLimitStore(), ...fixedClock(START) }));

describe("slots that an attacker tries to fill the memory with", () => {
  const one = concurrency("1 at once by address", { lease: 30 });
  const acquire = (store: ReturnType<typeof memoryLimitStore>, key: string, now = START) =>
    store.acquire([{ key, policy: one }], now);

  it("are refused where there is no room, and come back when the leases are over", () => {
    const store = memoryLimitStore({ maxKeys: 10 });
    for (let i = 0; i < 10; i += 1) expect(acquire(store, `k${i}`).verdicts[0]?.allowed).toBe(true);
    expect(acquire(store, "k0").verdicts[0]?.allowed).toBe(false);
    expect(acquire(store, "one more").verdicts[0]?.allowed).toBe(false);
    expect(acquire(store, "one more", START + 30_000).verdicts[0]?.allowed).toBe(true);
  });

  it("leave nothing behind when they are given back", () => {
    const store = memoryLimitStore({ maxKeys: 10 });
    for (let i = 0; i < 1000; i += 1) void acquire(store, `k${i}`).release();
    expect(acquire(store, "last").verdicts[0]?.allowed).toBe(true);
  });
});

describe("memory that an attacker tries to fill", () => {
  const policy = readLimit("10 per minute by address", "menu");
  const take = (store: ReturnType<typeof memoryLimitStore>, key: string, now = START) =>
    store.take([{ key, policy, cost: 1 }], now)[0]?.allowed;

  it("never keeps more than it was told to", () => {
    const store = memoryLimitStore({ maxKeys: 100 });
    for (let i = 0; i < 1000; i += 1) take(store, `k${i}`);
    expect(store.size).toBe(100);
  });

  it("does not wash out the counter of somebody who was refused", () => {
    const store = memoryLimitStore({ maxKeys: 100 });
    for (let i = 0; i < 11; i += 1) take(store, "greedy");
    for (let i = 0; i < 5000; i += 1) take(store, `spray${i}`);
    expect(take(store, "greedy")).toBe(false);
  });

  it("lets go of expired counters before any that still counts", () => {
    const store = memoryLimitStore({ maxKeys: 100 });
    for (let i = 0; i < 99; i += 1) take(store, `old${i}`);
    take(store, "young", START + 30_000);
    for (let i = 0; i < 98; i += 1) take(store, `new${i}`, START + 60_000);
    const verdict = store.take([{ key: "young", policy, cost: 0 }], START + 60_000)[0];
    expect(verdict?.remaining).toBe(9);
  });

  it("frees expired counters without a timer", () => {
    const store = memoryLimitStore();
    for (let i = 0; i < 500; i += 1) take(store, `k${i}`);
    take(store, "later", START + 61_000);
    expect(store.size).toBe(1);
  });

  it("makes room by dropping the oldest light counter, and a heavy one only where there is nothing else", () => {
    const store = memoryLimitStore({ maxKeys: 2 });
    for (let i = 0; i < 10; i += 1) take(store, "a");
    for (let i = 0; i < 10; i += 1) take(store, "b");
    take(store, "c");
    expect(store.size).toBe(2);
    expect(take(store, "b")).toBe(false);
    expect(take(store, "a")).toBe(true);
  });

  it("keeps names such as __proto__ apart like any other", () => {
    const store = memoryLimitStore();
    expect(take(store, "__proto__")).toBe(true);
    expect(store.size).toBe(1);
  });
});
