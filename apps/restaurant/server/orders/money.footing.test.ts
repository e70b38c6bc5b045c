/** Money foots: parts add up to the whole, whatever the prices, rates and weights. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minor, share, spread, sum } from "./money.js";
import { taxParts } from "./taxes.js";

const amounts = fc.integer({ min: 0, max: 300_000_000_000 }).map(minor);
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 12 });
const rates = fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 4 });
const rounding = fc.constantFrom("line" as const, "component" as const);
const named = (all: readonly number[]) => all.map((ratePpm, index) => ({ name: `tax ${index}`, ratePpm }));

describe("money", () => {
  it("is spread without a unit lost or made, and nobody is a whole unit away from their share", () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const shares = spread(amount, parts);
        expect(sum(shares)).toBe(amount);
        const whole = parts.reduce((total, part) => total + BigInt(part), 0n);
        if (whole === 0n) return;
        for (const [index, part] of parts.entries()) {
          const off = BigInt(shares[index] ?? 0) * whole - BigInt(amount) * BigInt(part);
          expect(off > -whole && off < whole).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("rounds half a unit up", () => {
    expect([share(minor(5), 1, 2), share(minor(4), 1, 2), share(minor(1), 1, 3), share(minor(0), 1, 2)]).toEqual([
      3, 2, 0, 0,
    ]);
  });

  it("holds its taxes: net and taxes are the price that includes them, and the parts are the tax", () => {
    fc.assert(
      fc.property(amounts, rates, rounding, (price, all, kind) => {
        const parts = taxParts(price, named(all), { inclusive: true, rounding: kind });
        const tax = sum(parts.map(({ amount }) => amount));
        expect(parts.every(({ taxable, amount }) => taxable + tax === price && amount >= 0 && taxable >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("is within half a unit of the exact tax where it is added to the price", () => {
    fc.assert(
      fc.property(amounts, rates, rounding, (price, all, kind) => {
        const parts = taxParts(price, named(all), { inclusive: false, rounding: kind });
        const rate = all.reduce((total, one) => total + BigInt(one), 0n);
        const tax = BigInt(sum(parts.map(({ amount }) => amount)));
        const off = 2n * (tax * 1_000_000n - BigInt(price) * rate);
        const bound = 1_000_000n * BigInt(kind === "line" ? 1 : all.length);
        expect(off >= -bound && off <= bound).toBe(true);
        expect(parts.every(({ taxable }) => taxable === price)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("halves CGST and SGST alike where each is rounded by itself", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 140_000 }), fc.boolean(), (price, rate, inclusive) => {
        const [first, second] = taxParts(price, named([rate, rate]), { inclusive, rounding: "component" });
        expect(first?.amount).toBe(second?.amount);
      }),
    );
  });
});
