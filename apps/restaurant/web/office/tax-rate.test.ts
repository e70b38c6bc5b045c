import fc from "fast-check";
import { expect, it } from "vitest";
import { ratePpm, typedRate } from "./tax-rate.js";

it("a rate is typed in per cent and counted in parts per million, without a fraction that was nobody's", () => {
  expect(["19", "5,5", "7.", "0", "100", "8.875"].map(ratePpm)).toEqual([
    190_000, 55_000, 70_000, 0, 1_000_000, 88_750,
  ]);
  expect(["", "-1", "101", "1.23456", "1e1", "19 %"].map(ratePpm)).toEqual(Array(6).fill(undefined));
  fc.assert(
    fc.property(fc.nat(1_000_000), (ppm) => {
      expect(ratePpm(typedRate(ppm))).toBe(ppm);
    }),
  );
});
