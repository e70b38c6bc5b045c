import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minorUnits, typedMoney } from "./money-input.js";

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
});
