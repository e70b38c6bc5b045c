import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isRefusal, type Schema } from "../../kernel/index.js";
import { bodyReader } from "./index.js";

async function unknown(schema: Schema, value: unknown, unknownKeys: "refuse" | "strip" = "refuse") {
  const result = await bodyReader({ schema, unknownKeys }).readValue(value);
  if (!isRefusal(result)) return result.value;
  return result.errors?.filter(({ code }) => code === "unknown_field").map(({ path }) => path);
}

const line = z.object({ id: z.string(), quantity: z.number() });
interface Tree {
  name: string;
  children?: Tree[] | undefined;
}
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(tree).optional() }));
const getters = z.object({
  name: z.string(),
  get next() {
    return getters.optional();
  },
});

describe("keys that no schema declares (mass assignment) are refused wherever they stand", () => {
  it.each<[string, Schema, unknown, string[]]>([
    ["at the top", z.object({ a: z.string() }), { a: "", isAdmin: true }, ["/isAdmin"]],
    [
      "in an array",
      z.object({ lines: z.array(line) }),
      {
        lines: [
          { id: "", quantity: 1 },
          { id: "", quantity: 1, price: 0 },
        ],
      },
      ["/lines/1/price"],
    ],
    [
      "in a tuple",
      z.tuple([z.string(), line], line),
      ["", { id: "", quantity: 1, x: 1 }, { id: "", quantity: 1, y: 1 }],
      ["/1/x", "/2/y"],
    ],
    ["in a record", z.record(z.string(), line), { a: { id: "", quantity: 1, x: 1 } }, ["/a/x"]],
    ["under optional", line.optional(), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under nullable", line.nullable(), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under default", line.default({ id: "", quantity: 1 }), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under prefault", line.prefault({ id: "", quantity: 1 }), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under catch", line.catch({ id: "", quantity: 1 }), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under readonly", line.readonly(), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under nonoptional", z.nonoptional(line.optional()), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["before a transform", line.transform(({ id }) => id), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["before a pipe", line.pipe(z.transform(({ id }) => id)), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["after a preprocess", z.preprocess((value) => value, line), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under refine", line.refine(() => true), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["under brand", line.brand("line"), { id: "", quantity: 1, x: 1 }, ["/x"]],
    ["in a strict object, once", z.strictObject({ a: z.string() }), { a: "", x: 1 }, ["/x"]],
    ["below a loose object", z.looseObject({ line }), { y: 1, line: { id: "", quantity: 1, x: 1 } }, ["/line/x"]],
    ["below a catchall", z.object({}).catchall(line), { any: { id: "", quantity: 1, x: 1 } }, ["/any/x"]],
    [
      "in a lazy tree",
      tree,
      { name: "", children: [{ name: "", children: [{ name: "", x: 1 }] }] },
      ["/children/0/children/0/x"],
    ],
    ["behind getters", getters, { name: "", next: { name: "", next: { name: "", x: 1 } } }, ["/next/next/x"]],
    ["in a union", z.union([z.string(), z.object({ a: z.string() })]), { a: "", x: 1 }, ["/x"]],
    [
      "in a union of objects",
      z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
      { a: "", b: "" },
      ["/b"],
    ],
    [
      "that only a later option of a union declares",
      z.union([z.object({ a: z.string() }), z.object({ a: z.string(), b: z.string() })]),
      { a: "", b: "" },
      ["/b"],
    ],
    [
      "below the option that a union takes",
      z.object({
        by: z.union([z.object({ line: z.object({ a: z.string() }) }), z.object({ line: z.looseObject({}) })]),
      }),
      { by: { line: { a: "", b: "" } } },
      ["/by/line/b"],
    ],
    [
      "that an earlier option with its author's own check would drop",
      z.union([z.object({ a: z.string() }).refine(() => true), z.object({ a: z.string(), b: z.string() })]),
      { a: "", b: "" },
      ["/b"],
    ],
    ["in a union with an array", z.union([z.array(z.string()), z.object({ a: z.string() })]), { a: "", x: 1 }, ["/x"]],
    [
      "in the chosen option of a discriminated union",
      z.discriminatedUnion("by", [
        z.object({ by: z.literal("card"), token: z.string().optional() }),
        z.object({ by: z.literal("cash"), change: z.number().optional() }),
      ]),
      { by: "card", change: 1 },
      ["/change"],
    ],
    [
      "in an intersection",
      z.object({ a: z.string() }).and(z.object({ b: z.string() })),
      { a: "", b: "", c: "" },
      ["/c"],
    ],
    [
      "below an intersection",
      z.object({ a: z.string() }).and(z.object({ line })),
      { a: "", line: { id: "", quantity: 1, x: 1 } },
      ["/line/x"],
    ],
  ])("%s", async (_where, schema, value, paths) => {
    expect(await unknown(schema, value)).toEqual(paths);
  });

  it.each<[string, Schema, unknown]>([
    ["a loose object", z.looseObject({ a: z.string() }), { a: "", x: 1 }],
    ["a catchall", z.object({ a: z.string() }).catchall(z.number()), { a: "", x: 1 }],
    ["a record", z.record(z.string(), z.number()), { x: 1 }],
    ["anything", z.unknown(), { x: { y: 1 } }],
    ["JSON", z.object({ meta: z.json() }), { meta: { x: [{ y: 1 }] } }],
    [
      "a union with a record",
      z.union([z.record(z.string(), z.string()), z.object({ a: z.string() })]),
      { a: "", x: "" },
    ],
    [
      "both halves of an intersection",
      z.object({ p: z.object({ a: z.string() }) }).and(z.object({ p: z.object({ b: z.string() }) })),
      { p: { a: "", b: "" } },
    ],
    [
      "an intersection with a record",
      z.object({ a: z.string() }).and(z.record(z.string(), z.string())),
      { a: "", x: "" },
    ],
    [
      "a later option of a union that the earlier one does not fit",
      z.union([z.object({ a: z.string().max(1) }), z.object({ a: z.string(), b: z.string() })]),
      { a: "long", b: "" },
    ],
    [
      "a later option beside one with its author's own check",
      z.union([
        z.object({ id: z.string(), at: z.string().default("") }).refine(() => true),
        z.object({ email: z.string() }),
      ]),
      { email: "" },
    ],
    ["each option of a union", z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]), { b: "" }],
  ])("%s takes the keys it means to take", async (_what, schema, value) => {
    expect(await unknown(schema, value)).toEqual(value);
  });

  it("are found without running an author's function a second time", async () => {
    let calls = 0;
    const counted = z.object({ code: z.string() }).refine(() => {
      calls += 1;
      return true;
    });
    const schema = z.union([counted, z.object({ code: z.string(), b: z.string() })]);
    expect(await unknown(schema, { code: "", b: "" })).toEqual(["/b"]);
    expect(calls).toBe(1);
  });

  it("are left out where the route says strip", async () => {
    expect(await unknown(z.object({ line }), { line: { id: "", quantity: 1, x: 1 }, y: 1 }, "strip")).toEqual({
      line: { id: "", quantity: 1 },
    });
  });

  it("follow the schema's own policy in other libraries", () => {
    const other: Schema = { "~standard": { version: 1, vendor: "other", validate: (value) => ({ value }) } };
    expect(bodyReader({ schema: other }).readValue({ x: 1 })).toEqual({ value: { x: 1 } });
  });
});
