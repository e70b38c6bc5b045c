/** A wrapped secret leaves by no accidental way. */
import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { revealed, Secret } from "./index.js";

const VALUE = "canary-4f9b2c7d1e";
const wrapped = new Secret(VALUE, "JWT_SECRET");
/** The same object to code that does not know what it holds. */
const unknowing = wrapped as unknown as string;

const printed: Record<string, () => string> = {
  "JSON.stringify": () => JSON.stringify({ deep: [{ wrapped }] }),
  "util.inspect": () => inspect({ wrapped }, { showHidden: true, depth: 9, getters: true }),
  "util.format %o": () => format("%o %O %j", wrapped, wrapped, wrapped),
  "Object.entries": () => JSON.stringify([Object.entries(wrapped), Object.getOwnPropertyNames(wrapped)]),
  "a spread": () => JSON.stringify(Object.assign({}, wrapped)),
  structuredClone: () => inspect(structuredClone(wrapped), { showHidden: true }),
  "an error's cause": () => inspect(new Error("failed", { cause: { wrapped } })),
};

describe("a secret", () => {
  it.each(Object.entries(printed))("does not leave by %s", (_way, print) => {
    expect(print()).not.toContain(VALUE);
  });

  it("refuses to become a text or a number", () => {
    expect(() => `${unknowing}`).toThrow(TypeError);
    expect(() => "".concat(unknowing)).toThrow(TypeError);
    expect(() => [unknowing].join()).toThrow(TypeError);
    expect(() => new URLSearchParams({ key: unknowing })).toThrow(TypeError);
  });

  it("names itself in the refusal without its value", () => {
    expect(() => String(unknowing)).toThrow(/JWT_SECRET/);
    expect(() => String(unknowing)).not.toThrow(VALUE);
  });

  it("gives its value to whoever asks by name", () => {
    expect(wrapped.reveal()).toBe(VALUE);
    expect(revealed(wrapped)).toBe(VALUE);
    expect(revealed(VALUE)).toBe(VALUE);
  });
});
