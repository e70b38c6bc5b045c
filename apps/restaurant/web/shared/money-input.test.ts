import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minorUnits, signedMinorUnits, typedMoney } from "./money-input.js";

describe("money as it is typed", () => {
  it("is whole minor units of its currency", () => {
    expect(minorUnits("12.50", "EUR")).toBe(1250);
    expect(minorUnits(" 12,5 ", "EUR")).toBe(1250);
    expect(minorUnits("7", "EUR")).toBe(700);
    expect(minorUnits("700", "JPY")).toBe(700);
    expect(minorUnits("1.234", "KWD")).toBe(1234);
  });

  it.each(["", "-1", "1.234", "1e3", "0x10", "1.2.3", "12 50"])("refuses %j", (text) => {
    expect(minorUnits(text, "EUR")).toBeUndefined();
  });

  it("comes back as it was", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.constantFrom("EUR", "JPY", "KWD"), (amount, currency) => {
        expect(minorUnits(typedMoney(amount, currency), currency)).toBe(amount);
      }),
    );
  });

  it("may be taken from a price as well", () => {
    expect(signedMinorUnits("-0.50", "EUR")).toBe(-50);
    expect(signedMinorUnits("+1,5", "EUR")).toBe(150);
    expect(signedMinorUnits("-0", "EUR")).toBe(0);
    expect(["--1", "-", "- 1.234"].map((text) => signedMinorUnits(text, "EUR"))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (amount) => {
        expect(signedMinorUnits(typedMoney(amount, "EUR"), "EUR")).toBe(amount);
      }),
    );
  });
});
