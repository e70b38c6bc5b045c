/** The quick checks of the hot path must refuse exactly what the slow ones do: other spellings, and doubled members. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64Url } from "../../kernel/index.js";
import { fromAlphabet } from "./base64url.js";
import { readJsonObject } from "./strict-json.js";

const read = (text: string) => readJsonObject(Buffer.from(text));
const character = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split(""));

describe("base64url", () => {
  it("is decoded where it is the one spelling of its bytes, and nowhere else", () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        expect(fromAlphabet(text)?.toString("hex")).toBe(
          text === "" ? "" : Buffer.from(fromBase64Url(text) ?? []).toString("hex") || undefined,
        );
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a JSON object", () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom(":", '":', "\\", '\\":', " :", "a", "b", '"', '":"', "\n", "__proto"),
  );
  const value = fc.oneof(name, fc.integer(), fc.constant(null), fc.array(name, { maxLength: 2 }));
  const members = fc.array(fc.tuple(name, value), { maxLength: 5 });
  const space = fc.constantFrom("", " ", "\n", "\t", "  ");

  it("is read where it names no member twice, whatever stands in its strings and between its parts", () => {
    fc.assert(
      fc.property(members, space, space, (pairs, before, after) => {
        fc.pre(!pairs.some(([key]) => key === "__proto__"));
        const parts = pairs.map(([key, item]) => `${JSON.stringify(key)}${before}:${after}${JSON.stringify(item)}`);
        const doubled = new Set(pairs.map(([key]) => key)).size !== pairs.length;
        const answer = read(`{${after}${parts.join(",")}${before}}`);
        expect("problem" in answer ? answer.problem : "none").toBe(doubled ? "doubled" : "none");
        if ("object" in answer) expect(Object.entries(answer.object)).toHaveLength(pairs.length);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '{"a":1,"a":2}',
    '{"a" :1,"a":2}',
    '{"a"\n:1,"a":2}',
    '{"a":":","a":2}',
    '{"a":1,"\\u0061":2}',
    '{"o":{"a":1,"a":2}}',
    '{"l":[{"a":1,"a":2}]}',
    '{"a" :":","a":2}',
  ])("%j names a member twice", (text) => {
    expect(read(text)).toEqual({ problem: "doubled" });
  });

  it.each(['{"__proto__":{}}', '{"a":[{"__proto__":1}]}', '{"\\u005f_proto__":1}', "[]", "1", '{"a":1', ""])(
    "%j is none that can be trusted",
    (text) => {
      expect(read(text)).toEqual({ problem: "malformed" });
    },
  );

  it("may nest as deep as 32, and no deeper", () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    expect(read(nested(32))).toHaveProperty("object");
    expect(read(nested(40))).toEqual({ problem: "malformed" });
  });
});
