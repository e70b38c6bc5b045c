/** Time comes from one place: the machine's clock for service, a clock that stands still for tests. */
import { describe, expect, it } from "vitest";
import { fixedClock, monotonicMilliseconds, systemClock } from "./index.js";

describe("the machine's clock", () => {
  it("tells milliseconds since the epoch", () => {
    const before = Date.now();
    const told = systemClock.now();
    expect(told).toBeGreaterThanOrEqual(before);
    expect(told).toBeLessThanOrEqual(Date.now());
  });

  it("cannot be exchanged behind everyone's back", () => {
    expect(Object.isFrozen(systemClock)).toBe(true);
  });
});

describe("elapsed time", () => {
  it("never runs backwards", () => {
    const told = Array.from({ length: 1000 }, monotonicMilliseconds);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });
});

describe("a fixed clock", () => {
  it("stands still until it is moved, and each one by itself", () => {
    const clock = fixedClock(1000);
    const other = fixedClock(1000);
    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
    clock.advance(250);
    clock.advance(1);
    expect([clock.now(), other.now()]).toEqual([1251, 1000]);
  });
});
