/** A wrapped secret leaves by no accident: not printed, written, joined, cloned, spread or compared. */
import { equal as looselyEqual } from "node:assert";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { revealed, Secret } from "./index.js";

const VALUE = "canary-4f9b2c7d1e";
const wrapped = new Secret(VALUE, "JWT_SECRET");
/** The same object to code that does not know what it holds. */
const unknowing = wrapped as unknown as string;
const nested = { a: { b: { c: { d: [new Map([["k", { wrapped }]]), new Set([wrapped])] } } }, wrapped };

/** What every method of a console writes. */
function onConsole(write: (console: Console) => void): string {
  let written = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  write(new Console({ stdout: stream, stderr: stream }));
  return written;
}

const PRINTED: Readonly<Record<string, () => string>> = {
  "JSON.stringify": () => JSON.stringify(nested),
  "JSON.stringify with a replacer": () => JSON.stringify(nested, (_key, value: unknown) => value, 2),
  "util.inspect at any depth": () => inspect(nested, { depth: null, showHidden: true, getters: true, showProxy: true }),
  "util.inspect at no depth": () => inspect(nested, { depth: -1 }),
  "util.inspect past custom forms": () => inspect(nested, { depth: null, showHidden: true, customInspect: false }),
  "util.inspect through a proxy": () => inspect(new Proxy(wrapped, {}), { showProxy: true, showHidden: true }),
  "util.format": () => format("%o %O %j", wrapped, wrapped, wrapped),
  "console.log": () => onConsole((console) => console.log(wrapped, nested, "%o", wrapped)),
  "console.dir": () => onConsole((console) => console.dir(nested, { depth: null, showHidden: true })),
  "console.table": () => onConsole((console) => console.table([{ wrapped }, wrapped])),
  "console.error with an error": () => onConsole((console) => console.error(new Error("x", { cause: wrapped }))),
  "console.assert": () => onConsole((console) => console.assert(false, "%o", wrapped)),
  "Object.entries": () => JSON.stringify([Object.entries(wrapped), Object.values(wrapped)]),
  "property names and symbols": () => inspect(Reflect.ownKeys(wrapped).map((key) => Reflect.get(wrapped, key))),
  "property descriptors": () => inspect(Object.getOwnPropertyDescriptors(wrapped), { depth: null }),
  "a spread": () => JSON.stringify({ ...(wrapped as object) }),
  "Object.assign": () => JSON.stringify(Object.assign({}, wrapped)),
  structuredClone: () => inspect(structuredClone(nested), { depth: null, showHidden: true }),
  "v8.serialize": () => serialize(nested).toString("latin1") + inspect(deserialize(serialize(nested)), { depth: null }),
  "for in": () => {
    let told = "";
    for (const key in wrapped) told += String(Reflect.get(wrapped, key));
    return told;
  },
  "its own source": () => `${wrapped.reveal.toString()}${Secret.toString()}`,
  "an error's cause": () => inspect(new AggregateError([new Error("failed", { cause: nested })]), { depth: null }),
};

describe("printed or written", () => {
  it.each(Object.entries(PRINTED))("it does not leave by %s", (_way, print) => {
    expect(print()).not.toContain(VALUE);
    expect(print()).not.toContain(Buffer.from(VALUE).toString("hex"));
  });

  it("it is named by its label", () => {
    expect(JSON.stringify({ wrapped })).toBe('{"wrapped":"[secret JWT_SECRET]"}');
    expect(inspect({ wrapped })).toBe("{ wrapped: [secret JWT_SECRET] }");
  });
});

const USED_AS_TEXT: Readonly<Record<string, () => unknown>> = {
  "a template": () => `${unknowing}`,
  String: () => String(unknowing),
  concat: () => "Bearer ".concat(unknowing),
  "+ with a number": () => (unknowing as unknown as number) + 1,
  "the unary +": () => +unknowing,
  Number: () => Number(unknowing),
  join: () => [unknowing].join(),
  "a key of an object": () => ({ [unknowing]: 1 }),
  "a search parameter": () => new URLSearchParams({ key: unknowing }),
  "a header": () => new Headers({ authorization: unknowing }),
  "an address": () => new URL(unknowing, "https://api.example"),
  "a buffer": () => Buffer.from(unknowing),
  "a regular expression": () => /x/.test(unknowing),
  parseInt: () => Number.parseInt(unknowing, 10),
  encodeURIComponent: () => encodeURIComponent(unknowing),
};

describe("used as a text or a number", () => {
  it.each(Object.entries(USED_AS_TEXT))("it refuses: %s", (_way, use) => {
    expect(use).toThrow(TypeError);
    expect(use).not.toThrow(VALUE);
  });

  it("the refusal names the secret and the way to its value", () => {
    expect(USED_AS_TEXT.String).toThrow(/JWT_SECRET.*reveal\(\)/);
  });
});

describe("compared", () => {
  it("it refuses an order and a loose comparison, which would be a way to guess", () => {
    const other = "canary" as unknown as Secret;
    expect(() => wrapped < other).toThrow(TypeError);
    expect(() => wrapped >= other).toThrow(TypeError);
    expect(() => looselyEqual(wrapped, VALUE)).toThrow(TypeError);
    expect(() => [new Secret("b", "B"), new Secret("a", "A")].sort((a, b) => (a < b ? -1 : 1))).toThrow(TypeError);
  });

  it("it equals itself alone", () => {
    expect((wrapped as unknown) === VALUE).toBe(false);
    expect(wrapped === new Secret(VALUE, "JWT_SECRET")).toBe(false);
  });
});

describe("handed on", () => {
  it("it gives its value to whoever asks by name, whatever its type", () => {
    const pair = { user: "a" };
    expect(wrapped.reveal()).toBe(VALUE);
    expect(revealed(wrapped)).toBe(VALUE);
    expect(revealed(VALUE)).toBe(VALUE);
    expect(revealed(new Secret(pair, "PAIR"))).toBe(pair);
    expect(revealed(undefined)).toBeUndefined();
  });

  it("it cannot be altered, and what only looks like one has no value", () => {
    expect(() => Object.assign(wrapped, { label: VALUE })).toThrow(TypeError);
    expect(() => Object.assign(wrapped, { reveal: () => "other" })).toThrow(TypeError);
    const forged = Object.create(Secret.prototype) as Secret;
    expect(() => forged.reveal()).toThrow(TypeError);
    expect(() => structuredClone(wrapped).reveal()).toThrow(TypeError);
  });
});
