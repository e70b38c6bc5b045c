/** The comparison of secrets says equal for equal alone, takes any lengths, and hands every byte to node:crypto. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalInConstantTime, equalTextsInConstantTime } from "./index.js";

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

describe("bytes", () => {
  it("are equal where every byte is, whatever holds them", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (value) => {
        expect(equalInConstantTime(value, Buffer.concat([value]))).toBe(true);
      }),
    );
  });

  it("differ by one bit at any place", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (value, place, bit) => {
        const other = Uint8Array.from(value);
        const at = place % value.length;
        other[at] = (other[at] ?? 0) ^ (1 << bit);
        expect(equalInConstantTime(value, other)).toBe(false);
      }),
    );
  });

  it("of other lengths differ, without a throw", () => {
    const value = Buffer.from("signature");
    expect(equalInConstantTime(value, value.subarray(0, 8))).toBe(false);
    expect(equalInConstantTime(value, new Uint8Array())).toBe(false);
    expect(equalInConstantTime(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});

describe("texts", () => {
  it("are equal exactly where === says so, lone surrogates and all", () => {
    fc.assert(fc.property(anyText, anyText, (a, b) => equalTextsInConstantTime(a, b) === (a === b)));
    fc.assert(fc.property(anyText, (text) => equalTextsInConstantTime(text, Array.from(text).join(""))));
  });

  it.each([
    ["two lone surrogates", "\ud800", "\ud801"],
    ["a lone surrogate and the replacement character", "\ud800", "\ufffd"],
    ["two ways to write one letter", "\u00e9", "e\u0301"],
    ["case", "token", "Token"],
    ["a NUL behind", "token", "token\0"],
    ["nothing and something", "", "\0"],
  ])("are told apart: %s", (_what, a, b) => {
    expect(equalTextsInConstantTime(a, b)).toBe(false);
    expect(equalTextsInConstantTime(b, a)).toBe(false);
  });
});
