/** A table answers for the names it holds; names every object inherits lead nowhere. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entry, table } from "./index.js";

const INHERITED = [...Object.getOwnPropertyNames(Object.prototype), "prototype", "name", "length"];
const sizes = table({ small: 1, large: 2 });

describe("a table", () => {
  it.each(INHERITED)("has nothing called %s", (name) => {
    expect(entry(sizes, name)).toBeUndefined();
    expect((sizes as Readonly<Record<string, unknown>>)[name]).toBeUndefined();
    expect(name in sizes).toBe(false);
  });

  it("gives its own entries and nothing for any other name", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const expected = name === "small" ? 1 : name === "large" ? 2 : undefined;
        expect(entry(sizes, name)).toBe(expected);
      }),
    );
    expect([entry(sizes, "small"), entry(sizes, "large")]).toEqual([1, 2]);
    expect(Object.keys(sizes)).toEqual(["small", "large"]);
  });

  it("holds an entry called __proto__ as an entry, not as a prototype", () => {
    const entries = JSON.parse('{"__proto__":{"admin":true},"a":1}') as Record<string, unknown>;
    const made = table(entries);
    expect(entry(made, "admin")).toBeUndefined();
    expect(entry(made, "__proto__")).toEqual({ admin: true });
    expect(Object.getPrototypeOf(made)).toBeNull();
  });

  it("is a copy that nobody can add to, change or empty", () => {
    const given: Record<string, number> = { a: 1 };
    const made = table(given);
    given.a = 2;
    given.b = 3;
    expect({ ...made }).toEqual({ a: 1 });
    expect(() => Object.assign(made, { a: 9 })).toThrow(TypeError);
    expect(() => Object.assign(made, { c: 9 })).toThrow(TypeError);
    expect(Reflect.deleteProperty(made, "a")).toBe(false);
  });

  it("stays as it is while somebody pollutes the prototype of all objects", () => {
    Object.defineProperty(Object.prototype, "planted", { value: 1, configurable: true });
    try {
      expect((sizes as Readonly<Record<string, unknown>>).planted).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, "planted");
    }
  });
});

describe("entry", () => {
  it("reads an ordinary object by its own names only", () => {
    expect(entry({ a: 1 }, "a")).toBe(1);
    for (const name of INHERITED) expect(entry({}, name)).toBeUndefined();
  });
});
