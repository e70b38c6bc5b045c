import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isRefusal } from "../../kernel/index.js";
import { bodyReader } from "./index.js";

const anything = bodyReader({ schema: z.unknown() });
const read = (text: string | Uint8Array) =>
  anything.read("application/json", typeof text === "string" ? Buffer.from(text) : text);
const reason = (text: string | Uint8Array) => {
  const result = read(text);
  return isRefusal(result) ? result.reason : "read";
};

describe("hostile JSON", () => {
  it.each([
    ['{"a":1,"a":2}', "duplicate_name"],
    ['{"a":1,"\\u0061":2}', "duplicate_name"],
    ['{"a" \n:1,"a"\t:2}', "duplicate_name"],
    ['[{"x":{"a":1,"b":"a:","a":2}}]', "duplicate_name"],
    ['{"a\\"":1,"a\\"":2}', "duplicate_name"],
    ['{"a\\\\":1,"a\\\\":2}', "duplicate_name"],
    ['{"__proto__":{"admin":true}}', "forbidden_name"],
    ['{"\\u005f_proto__":1}', "forbidden_name"],
    ['{"a":[{"constructor":{"prototype":{}}}]}', "forbidden_name"],
    ['{"a":{"prototype":1}}', "forbidden_name"],
    ['\ufeff{"a":1}', "byte_order_mark"],
    ["", "read"],
    [" ", "not_json"],
    ["{'a':1}", "not_json"],
    ['{"a":1}x', "not_json"],
    ["[1,]", "not_json"],
    ["NaN", "not_json"],
    ["1e400", "number_out_of_range"],
    ['{"a":"b\\":\\"c"}', "read"],
    ['{"a":"{\\"a\\":1}"}', "read"],
    ['["a","a","a:"]', "read"],
  ])("%s: %s", (text, expected) => {
    expect(reason(text)).toBe(expected);
  });

  it("is refused where it is not UTF-8", () => {
    expect(reason(Uint8Array.of(0x22, 0xff, 0x22))).toBe("not_utf8");
    expect(reason(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22))).toBe("not_utf8");
    expect(reason(Buffer.from('{"a":1}', "utf16le"))).not.toBe("read");
  });

  it("is held to depth, keys, items, texts and bytes", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(reason(nested(32))).toBe("read");
    expect(reason(nested(33))).toBe("too_deep");
    expect(reason(nested(40_000))).toBe("too_deep");
    expect(reason("[".repeat(90_000))).toBe("not_json");
    const keys = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 0])));
    expect(reason(keys(1_000))).toBe("read");
    expect(reason(keys(1_001))).toBe("too_many_names");
    expect(reason(JSON.stringify(Array.from({ length: 10_000 }, () => 0)))).toBe("read");
    expect(reason(JSON.stringify(Array.from({ length: 10_001 }, () => 0)))).toBe("too_many_items");
    expect(reason(JSON.stringify("x".repeat(65_536)))).toBe("read");
    expect(reason(JSON.stringify("x".repeat(65_537)))).toBe("text_too_long");
    expect(reason(JSON.stringify("x".repeat(102_399)))).toBe("body_too_large");
  });

  it("cannot exhaust the stack where a route raises its byte cap", () => {
    const wide = bodyReader({ schema: z.unknown(), caps: { bytes: 8_000_000, depth: 512 } });
    const bomb = Buffer.from("[".repeat(2_000_000) + "]".repeat(2_000_000));
    expect(wide.read("application/json", bomb)).toMatchObject({ reason: "too_deep" });
    const names = Buffer.from(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`);
    expect(wide.read("application/json", names)).toHaveProperty("value");
  });

  it("holds a body that another parser read to the same caps", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(anything.readValue(cycle)).toMatchObject({ reason: "too_deep" });
    expect(anything.readValue(JSON.parse('{"__proto__":1}'))).toMatchObject({ reason: "forbidden_name" });
    expect(anything.readValue({ a: 1 })).toEqual({ value: { a: 1 } });
  });

  it("is read exactly as JSON.parse reads it whenever it is read", () => {
    const safe = (value: unknown) => !/__proto__|constructor|prototype/.test(JSON.stringify(value));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).filter(safe), fc.boolean(), (value, pretty) => {
        expect(read(JSON.stringify(value, undefined, pretty ? 2 : 0))).toEqual({
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });

  it("never reads a text with a duplicate name, wherever it stands", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/proto|constructor/.test(text));
    fc.assert(
      fc.property(name, fc.jsonValue({ maxDepth: 2 }), (key, value) => {
        const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
        expect(reason(`[{${member},${member}}]`)).not.toBe("read");
      }),
    );
  });
});

const SUITE = new URL("../../../../../../shared/vectors/json-test-suite.json", import.meta.url);

describe.skipIf(!existsSync(SUITE))("the JSON test suite", () => {
  interface Case {
    readonly name: string;
    readonly expected: "accept" | "reject" | "either";
    readonly base64: string;
  }
  const { cases } = existsSync(SUITE)
    ? (JSON.parse(readFileSync(SUITE, "utf8")) as { cases: readonly Case[] })
    : { cases: [] };
  // RFC 8259 allows duplicate names; this reader does not.
  const stricter = new Set(["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]);
  const wide = bodyReader({ schema: z.unknown(), caps: { bytes: 1_000_000 } });

  it.each(cases)("$expected $name", ({ name, expected, base64 }) => {
    const body = Buffer.from(base64, "base64");
    const result = wide.read("application/json", body);
    if (expected === "reject" && body.length > 0) expect(result).toHaveProperty("refused");
    if (expected === "accept" && !stricter.has(name)) expect(result).toHaveProperty("value");
    if (stricter.has(name)) expect(result).toMatchObject({ reason: "duplicate_name" });
  });
});
