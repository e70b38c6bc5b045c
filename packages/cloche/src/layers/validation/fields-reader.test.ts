import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, isRefusal, type Schema } from "../../kernel/index.js";
import { fieldsReader } from "./index.js";

const query = fieldsReader({
  schema: z.object({
    page: z.coerce.number().int().min(1).default(1),
    tag: z.array(z.string()).optional(),
    open: z.stringbool().optional(),
    id: z.array(z.coerce.number()).optional(),
    q: z.string().optional(),
  }),
  in: "query",
});
const codes = (source: string) => {
  const result = query.read(source);
  if (result instanceof Promise || !isRefusal(result)) return result;
  return result.errors?.map(({ path, code }) => `${path} ${code}`) ?? result.reason;
};

describe("a query", () => {
  it("is coerced only where the schema says so", () => {
    expect(query.read("?page=2&open=false&q=3")).toEqual({ value: { page: 2, open: false, q: "3" } });
    expect(query.read("")).toEqual({ value: { page: 1 } });
    expect(query.read("q=a+b%26c%2B")).toEqual({ value: { page: 1, q: "a b&c+" } });
  });

  it("gives a list even for a single value where the schema declares one", () => {
    expect(query.read("tag=a")).toEqual({ value: { page: 1, tag: ["a"] } });
    expect(query.read("tag=a&tag=b&id=1&id=2")).toEqual({ value: { page: 1, tag: ["a", "b"], id: [1, 2] } });
  });

  it.each([
    ["page=1&page=2", ["/page repeated"]],
    ["page=1&%70age=2", ["/page repeated"]],
    ["sort=x", ["/sort unknown_field"]],
    ["tag[]=a", ["/tag[] unknown_field"]],
    ["page=", ["/page wrong_type"]],
    ["page=%20", ["/page wrong_type"]],
    ["page=0x10", ["/page wrong_type"]],
    ["page=Infinity", ["/page wrong_type"]],
    ["id=1&id=x", ["/id wrong_type"]],
    ["open=maybe", ["/open invalid_option"]],
    ["page=0", ["/page too_small"]],
    ["q=%", "percent_encoding_invalid"],
    ["q=%c0%af", "percent_encoding_invalid"],
    ["__proto__=1", "forbidden_name"],
    ["constructor=1", "forbidden_name"],
    [`q=${"x".repeat(70_000)}`, "text_too_long"],
    ["q=1&".repeat(1_001), "too_many_names"],
  ])("%.40s is refused", (source, expected) => {
    expect(codes(source)).toEqual(expected);
  });

  it("may be given as another parser's record, unless that nested it", () => {
    expect(query.read({ page: "2", tag: ["a", "b"], q: undefined })).toEqual({ value: { page: 2, tag: ["a", "b"] } });
    const nested = { q: { $ne: "" } } as unknown as Record<string, string>;
    expect(query.read(nested)).toMatchObject({ reason: "value_unreadable" });
    expect(query.read(JSON.parse('{"__proto__":"x"}') as Record<string, string>)).toMatchObject({
      reason: "forbidden_name",
    });
  });

  it("of another library's schema repeats only what the author names", () => {
    const schema: Schema = { "~standard": { version: 1, vendor: "other", validate: (value) => ({ value }) } };
    const reader = fieldsReader({ schema, in: "query", repeatable: ["tag"] });
    expect(reader.read("tag=a&q=b")).toEqual({ value: { tag: ["a"], q: "b" } });
    expect(reader.read("q=a&q=b")).toMatchObject({ refused: "validation_failed" });
  });
});

describe("headers and cookies", () => {
  it("are read by declared names, whatever else the client sends", () => {
    const headers = fieldsReader({ schema: z.strictObject({ "x-table": z.coerce.number() }), in: "header" });
    expect(headers.names).toEqual(["x-table"]);
    expect(headers.read({ "x-table": "4", "user-agent": "x", __proto__: "x" })).toEqual({ value: { "x-table": 4 } });
    expect(headers.read({ "user-agent": "x" })).toMatchObject({
      errors: [{ path: "/x-table", in: "header", code: "required" }],
    });
  });

  it("refuse a declared cookie that comes twice, as a tossed cookie does", () => {
    const cookies = fieldsReader({ schema: z.object({ table: z.string() }), in: "cookie" });
    expect(cookies.read("a=1; table=4;other; a=2")).toEqual({ value: { table: "4" } });
    expect(cookies.read("table=4; table=5")).toMatchObject({ errors: [{ path: "/table", code: "repeated" }] });
  });
});

describe("a schema that cannot read texts stops the start", () => {
  it.each<[string, Schema]>([
    ["a number that is not coerced", z.object({ page: z.number() })],
    ["a boolean that reads false as true", z.object({ open: z.coerce.boolean() })],
    ["a boolean", z.object({ open: z.boolean().optional() })],
    ["a list of numbers", z.object({ id: z.array(z.number()) })],
    ["one that is none", {} as Schema],
  ])("%s", (_what, schema) => {
    expect(() => fieldsReader({ schema, in: "query" })).toThrow(ConfigError);
  });

  it.each([
    ["a header in capitals", { schema: z.object({ "X-Table": z.string() }), in: "header" as const }],
    ["unknown headers refused", { schema: z.object({}), in: "header" as const, unknownKeys: "refuse" as const }],
    ["a misspelt option", { schema: z.object({}), in: "query" as const, unknownkeys: "strip" as const }],
  ])("%s", (_what, options) => {
    expect(() => fieldsReader(options)).toThrow(ConfigError);
  });

  it("but a preprocessed one may turn texts into anything", () => {
    const schema = z.object({ page: z.preprocess(Number, z.number()) });
    expect(fieldsReader({ schema, in: "query" }).read("page=2")).toEqual({ value: { page: 2 } });
  });
});
