import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isRefusal, type Schema } from "../../kernel/index.js";
import { bodyReader, fieldsReader } from "./index.js";

const CANARY = "4111-canary-1111";

async function refusalOf(schema: Schema, value: unknown) {
  const result = await bodyReader({ schema }).readValue(value);
  if (!isRefusal(result)) throw new Error("The value was read.");
  return result;
}

describe("no error repeats what was sent", () => {
  const echoing: Schema = {
    "~standard": {
      version: 1,
      vendor: "other",
      validate: (value) => ({ issues: [{ message: `Received ${JSON.stringify(value)}`, path: [{ key: "a" }] }] }),
    },
  };

  it.each<[string, Schema, unknown]>([
    ["wrong type", z.object({ a: z.number() }), { a: CANARY }],
    ["format", z.object({ a: z.email() }), { a: CANARY }],
    ["regex", z.object({ a: z.string().regex(/^x/) }), { a: CANARY }],
    ["enum", z.object({ a: z.enum(["x", "y"]) }), { a: CANARY }],
    ["literal", z.object({ a: z.literal("x") }), { a: CANARY }],
    ["union", z.object({ a: z.union([z.number(), z.boolean()]) }), { a: CANARY }],
    ["discriminator", z.discriminatedUnion("a", [z.object({ a: z.literal("x") })]), { a: CANARY }],
    ["starts with", z.object({ a: z.string().startsWith("x") }), { a: CANARY }],
    ["length", z.object({ a: z.string().max(2) }), { a: CANARY }],
    ["unknown field's value", z.object({}), { a: CANARY }],
    [
      "an author's echo",
      z.object({ a: z.string().refine(() => false, { error: ({ input }) => `No ${String(input)}` }) }),
      { a: CANARY },
    ],
    [
      "an author's echo of an object",
      z.object({ a: z.string() }).refine(() => false, { error: ({ input }) => JSON.stringify(input) }),
      { a: CANARY },
    ],
    [
      "a throwing transform",
      z.object({ a: z.string().transform((text) => JSON.parse(text) as unknown) }),
      { a: CANARY },
    ],
    ["another library", echoing, { a: CANARY }],
  ])("%s", async (_what, schema, value) => {
    expect(JSON.stringify(await refusalOf(schema, value))).not.toContain(CANARY);
  });

  it("whatever the value is", async () => {
    const schema = z.strictObject({ a: z.object({ b: z.email() }), c: z.array(z.int()).max(2) });
    const value = fc.record({ a: fc.record({ b: fc.jsonValue() }), c: fc.array(fc.jsonValue(), { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(value, async (sent) => {
        const marked = { a: { b: [CANARY, sent.a.b] }, c: [...sent.c, CANARY] };
        expect(JSON.stringify(await refusalOf(schema, marked))).not.toContain(CANARY);
      }),
    );
  });

  it("for queries neither", () => {
    const query = fieldsReader({ schema: z.object({ a: z.coerce.number(), b: z.uuid() }), in: "query" });
    const read = query.read(`a=${CANARY}&b=${CANARY}&b=${CANARY}`);
    expect(read).toHaveProperty("refused");
    expect(JSON.stringify(read)).not.toContain(CANARY);
  });
});

describe("field errors", () => {
  it("say where, by code and in words, in a stable order", async () => {
    const schema = z.object({
      lines: z.array(z.object({ quantity: z.int().min(1).max(99), size: z.enum(["s", "l"]) })).min(1),
      email: z.email(),
      note: z.string().max(3).optional(),
      when: z
        .string()
        .refine((text) => text > "2026", { error: "The day has passed.", params: { code: "day_passed" } }),
    });
    const value = { lines: [{ quantity: 0, size: "xl" }, { quantity: 1.5 }], note: "long", when: "2020", extra: 1 };
    expect((await refusalOf(schema, value)).errors).toEqual([
      { path: "/email", in: "body", code: "required", reason: "This field is required." },
      { path: "/extra", in: "body", code: "unknown_field", reason: "This field is not known here." },
      { path: "/lines/0/quantity", in: "body", code: "too_small", reason: "This must be at least 1." },
      { path: "/lines/0/size", in: "body", code: "invalid_option", reason: "This must be one of: s, l." },
      { path: "/lines/1/quantity", in: "body", code: "wrong_type", reason: "This must be a whole number." },
      { path: "/lines/1/size", in: "body", code: "required", reason: "This field is required." },
      { path: "/note", in: "body", code: "too_big", reason: "This must have at most 3 characters." },
      { path: "/when", in: "body", code: "day_passed", reason: "The day has passed." },
    ]);
  });

  it("escape names, hide what a terminal would obey, and cut long ones", async () => {
    const names = { "a/b~c": 1, "\u001b[2J\u202e": 1, [`${"x".repeat(200)}`]: 1 };
    const paths = (await refusalOf(z.object({}), names)).errors?.map(({ path }) => path);
    expect(paths).toEqual(["/?[2J?", "/a~1b~0c", `/${"x".repeat(61)}...`]);
  });

  it("are at most 50", async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]));
    expect((await refusalOf(z.object({}), many)).errors).toHaveLength(50);
  });
});

const NAUGHTY = new URL("../../../../../../shared/vectors/naughty-strings.json", import.meta.url);

describe.skipIf(!existsSync(NAUGHTY))("naughty strings", () => {
  const { strings } = existsSync(NAUGHTY)
    ? (JSON.parse(readFileSync(NAUGHTY, "utf8")) as { strings: readonly string[] })
    : { strings: [] };

  it("arrive unchanged in a body, in a form and in a query", () => {
    const schema = z.object({ text: z.string() });
    const body = bodyReader({ schema, accepts: ["json", "form"] });
    const query = fieldsReader({ schema, in: "query" });
    for (const text of strings) {
      expect(body.read("application/json", Buffer.from(JSON.stringify({ text })))).toEqual({ value: { text } });
      const encoded = new URLSearchParams({ text }).toString();
      const wellFormed = Buffer.from(text).toString();
      expect(body.read("application/x-www-form-urlencoded", Buffer.from(encoded))).toEqual({
        value: { text: wellFormed },
      });
      expect(query.read(`?${encoded}`)).toEqual({ value: { text: wellFormed } });
    }
  });

  it("as names are refused without being repeated raw", async () => {
    for (const text of strings) {
      const refusal = await refusalOf(
        z.object({ known: z.string().optional() }),
        JSON.parse(JSON.stringify({ [text]: 1 })),
      );
      expect(JSON.stringify(refusal)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
