/** A misspelt or misplaced option stops the start: nothing is ignored, coerced or replaced by a default. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, nonEmptyText, oneOf, onlyKnown, wholeNumber } from "./index.js";

const KNOWN = ["secret", "audience", "includeSubdomains", "maxAgeSeconds", "keyId", "pem"];

function faultOf(options: unknown, known: readonly string[] = KNOWN): ConfigError {
  try {
    onlyKnown(options as object, known, "part");
  } catch (fault) {
    if (fault instanceof ConfigError) return fault;
  }
  throw new Error("Nothing was refused.");
}

describe("the names of options", () => {
  it("pass where all are known, in any order, or none is given", () => {
    expect(() => onlyKnown({ pem: 1, secret: undefined }, KNOWN, "part")).not.toThrow();
    expect(() => onlyKnown({}, KNOWN, "part")).not.toThrow();
    expect(() => onlyKnown(Object.create(null) as object, KNOWN, "part")).not.toThrow();
  });

  it.each([
    ["includeSubDomains", "includeSubdomains"],
    ["include_subdomains", "includeSubdomains"],
    ["audiance", "audience"],
    ["audiences", "audience"],
    ["Secret", "secret"],
    ["secrets", "secret"],
    ["keyID", "keyId"],
    ["maxAgeSecond", "maxAgeSeconds"],
  ])("that are misspelt are met with what was meant: %s", (given, meant) => {
    const fault = faultOf({ [given]: 1 });
    expect(fault.code).toBe("option_unknown");
    expect(fault.where).toBe(`part.${given}`);
    expect(fault.fix).toBe(`Did you mean "${meant}"?`);
  });

  it.each(["ttl", "foo", "p", "maxAge", "leeway"])("that mean something else get the list instead: %s", (given) => {
    expect(faultOf({ [given]: 1 }).fix).toBe(`Known are: ${KNOWN.join(", ")}.`);
  });

  it("are looked at although their value is undefined, and although they are called __proto__", () => {
    expect(faultOf({ clockTolerance: undefined }).code).toBe("option_unknown");
    expect(faultOf(JSON.parse('{"__proto__":{"secret":1}}')).code).toBe("option_unknown");
    expect(faultOf({ constructor: 1 }).code).toBe("option_unknown");
  });

  it("are not looked at where they are inherited, and no getter runs", () => {
    const options = Object.defineProperty(Object.create({ inherited: 1 }) as object, "secret", {
      enumerable: true,
      get: () => expect.unreachable(),
    });
    expect(() => onlyKnown(options, KNOWN, "part")).not.toThrow();
  });

  it("are never shown where a secret stands in their place", () => {
    const keyLike = fc.base64String({ minLength: 24, maxLength: 88 }).filter((text) => /\d/.test(text));
    fc.assert(fc.property(keyLike, (secret) => !faultOf({ [secret]: "current" }).message.includes(secret)));
  });
});

describe("what is no object of options", () => {
  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "secret"],
    ["a number", 1],
    ["true", true],
    ["a function", () => ({})],
    ["a list", []],
    ["a list of options", [{ secret: "x" }]],
    ["a Map", new Map([["secret", "x"]])],
    ["a promise that nobody awaited", Promise.resolve({ secret: "x" })],
    ["bytes", new Uint8Array(2)],
    ["a Date", new Date(0)],
  ])("is refused with the list of options: %s", (_what, given) => {
    expect(faultOf(given)).toMatchObject({ code: "option_invalid", where: "part" });
    expect(faultOf(given).fix).toContain("secret, audience");
  });
});

describe("a whole number", () => {
  const read = (value: unknown) => wholeNumber(value, "part.size", { min: 1, max: 10 });

  it("passes within its bounds", () => expect([1, 5, 10].map(read)).toEqual([1, 5, 10]));

  it.each([0, 11, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, "5", "", true, null, undefined, 5n, [5], {}])(
    "is not made out of %o",
    (value) => expect(() => read(value)).toThrow(/^part\.size: .*whole number from 1 to 10.*\[option_invalid\]$/),
  );
});

describe("a text", () => {
  it("passes as it is", () => expect(nonEmptyText(" a ", "part.name")).toBe(" a "));

  it.each(["", " ", "\n\t\u00a0", 1, true, null, undefined, ["a"], { toString: () => "a" }, new String("a")])(
    "is not made out of %o",
    (value) => expect(() => nonEmptyText(value, "part.name")).toThrow(/^part\.name: .*\[option_invalid\]$/),
  );
});

describe("a choice", () => {
  const read = (value: unknown) => oneOf(value, ["deny", "allow"], "part.whenAway");

  it("passes where it is listed", () => expect(read("deny")).toBe("deny"));

  it.each(["Deny", "deny ", "", "constructor", "0", 0, true, null, undefined, ["deny"]])(
    "is not made out of %o",
    (value) => {
      expect(() => read(value)).toThrow(/^part\.whenAway: .*Give one of: deny, allow\. \[option_invalid\]$/);
    },
  );
});

describe("the message", () => {
  const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
    wholeNumber: (value) => wholeNumber(value, "part.x", { min: 1, max: 2 }),
    nonEmptyText: (value) => nonEmptyText([value], "part.x"),
    oneOf: (value) => oneOf(value, ["a"], "part.x"),
    onlyKnown: (value) => onlyKnown([value], ["a"], "part"),
  };

  it.each(Object.entries(readers))("of %s never repeats the value", (_name, read) => {
    expect(() => read("canary-7Qz3Xw")).toThrow(ConfigError);
    expect(() => read("canary-7Qz3Xw")).not.toThrow(/canary/);
  });
});
