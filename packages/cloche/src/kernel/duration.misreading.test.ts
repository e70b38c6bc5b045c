/** A duration is read in full or refused: no spelling comes to another time than it says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, seconds } from "./index.js";

const UNITS = {
  1: ["s", "sec", "second", "seconds"],
  60: ["m", "min", "minute", "minutes"],
  3600: ["h", "hour", "hours"],
  86400: ["d", "day", "days"],
};

const written = Object.entries(UNITS).flatMap(([size, names]) => names.map((name) => [name, Number(size)] as const));

describe("a duration that is read", () => {
  it.each(written)("%s is %d seconds", (name, size) => {
    expect(seconds(name)).toBe(size);
    expect(seconds(`1 ${name}`)).toBe(size);
    expect(seconds(`15${name}`)).toBe(15 * size);
    expect(seconds(` 2 ${name.toUpperCase()} `)).toBe(2 * size);
  });

  it("comes to the number times the unit, for every number", () => {
    const count = fc.integer({ min: 1, max: 999_999_999 });
    fc.assert(
      fc.property(count, fc.constantFrom(...written), (number, [name, size]) => {
        expect(seconds(`${number} ${name}`)).toBe(number * size);
      }),
    );
  });

  it("is whole seconds where it is a number", () => {
    expect(seconds(1)).toBe(1);
    expect(seconds(86_400)).toBe(86_400);
  });
});

const REFUSED: readonly unknown[] = [
  ["", " ", "15", "0", "-5 minutes", "+5 minutes", "0 minutes", "0s", "1.5 hours", "1,5 hours", "1e3 s", "0x10 s"],
  ["15  minutes", "15\tminutes", "15-minutes", "15 minutes 30 seconds", "15 minutes!", "minutes 15", "15 min."],
  ["1 week", "1 month", "1 year", "100 ms", "5 M5", "1 \u043cin", "\u0661 minute", "1 minute\0", "PT15M", "15:00"],
  ["constructor", "1 toString", "__proto__", "1 hasownproperty", "9999999999 s", "Infinity s", "NaN"],
  [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, undefined, null, true, {}, ["1 minute"]],
].flat();

describe("a duration that is refused", () => {
  it.each(REFUSED.map((spelling) => [spelling]))("%j", (spelling) => {
    expect(() => seconds(spelling as string)).toThrow(ConfigError);
  });

  it("names the option and a good spelling, and not what was given", () => {
    const fault = faultOf(() => seconds("15 minuets", "tokenIssuer.lifetime"));
    expect(fault).toMatchObject({ code: "duration_unreadable", where: "tokenIssuer.lifetime" });
    expect(fault.message).toContain('"15 minutes"');
    expect(fault.message).not.toContain("minuets");
  });

  it("is every text that is not a number and a unit", () => {
    const spellings = new Set(written.map(([name]) => name));
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const [, unit = ""] = /^(?:\d{1,9} ?)?([a-z]+)$/.exec(text.trim().toLowerCase()) ?? [];
        fc.pre(!spellings.has(unit));
        expect(() => seconds(text)).toThrow(ConfigError);
      }),
    );
  });
});

function faultOf(work: () => unknown): ConfigError {
  try {
    work();
  } catch (fault) {
    if (fault instanceof ConfigError) return fault;
  }
  throw new Error("Nothing was refused.");
}
