/** A pattern that a short text can keep busy for hours stops the start; one that only looks like it does not. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ConfigError } from "../../kernel/index.js";
import { bodyReader, fieldsReader } from "./index.js";
import { isExponential } from "./pattern-cost.js";

/** The flag for sets of characters, which the compiler does not know of yet. */
const SETS = "v";
const EXPONENTIAL = [
  /^(a+)+$/,
  /^(a*)*$/,
  /^([a-z]+)*$/,
  /^(?:\w+\s?)*$/,
  /^(\w|\d)+$/,
  /^(.|\s)*$/,
  /^(a|a)*$/,
  /^((a+)?)+$/,
  /^((?:ab)+)+$/,
  /^(?<word>\w+){20,}$/,
  /^(?:[^,]*,?)*$/,
  /^(\d+|[a-f]+)*$/,
  /^x(?=(a+)+b)a*$/,
  new RegExp("^([[a-z]--[q]]+)+$", SETS),
  /^(?:\d{1,3},?)+$/,
  /^(?:\x41+)+$/,
  /^(?:\u0041|A)+$/,
];
const SOUND = [
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  /^(?:\d{1,3}\.){3}\d{1,3}$/,
  /^(?:a|b)*$/,
  /^(?:\w|-)+$/,
  /^(?:"[^"]*"|[^",]+)(?:,(?:"[^"]*"|[^",]+))*$/,
  /^(a+b)+$/,
  /^(?:\ba+)+$/,
  /^(\d+){3}$/,
  /^(?:\d{3},?)+$/,
  /^(?:a{20})+$/,
  /^(a)(?:\1|b)+$/u,
  /^(?<x>a)(?:\k<x>|b)+$/u,
  /^[(a+)+]+$/,
  /^\(a+\)+$/,
  /^(?:[^\\"]|\\.)*$/,
  /^(?:\r\n|\n|[^\r\n])*$/,
  /a\]+/,
];

describe("a pattern", () => {
  it.each(EXPONENTIAL)("%s is exponential", (pattern) => {
    expect(isExponential(pattern)).toBe(true);
  });

  it.each(SOUND)("%s is not", (pattern) => {
    expect(isExponential(pattern)).toBe(false);
  });

  it("of zod's own never is", () => {
    const patterns = Object.values(z.regexes).filter((one): one is RegExp => one instanceof RegExp);
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.filter(isExponential)).toEqual([]);
  });
});

describe("a schema with such a pattern", () => {
  const slow = z.string().regex(/^(\w+\s?)*$/);

  it.each([
    [
      "in a body, at any depth",
      () => bodyReader({ schema: z.object({ rows: z.array(z.object({ a: slow.optional() })) }) }),
    ],
    ["in a query", () => fieldsReader({ schema: z.object({ q: slow }), in: "query" })],
    ["in a format of one's own", () => bodyReader({ schema: z.object({ a: z.email({ pattern: /^(\w+)+@x$/ }) }) })],
  ])("%s stops the start", (_where, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "option_invalid" }) as ConfigError);
  });

  it("says which, and starts once it is mended", () => {
    expect(() => bodyReader({ schema: z.object({ q: slow }) })).toThrow(String.raw`/^(\w+\s?)*$/`);
    expect(() => bodyReader({ schema: z.object({ q: z.string().regex(/^\w+(?:\s\w+)*$/) }) })).not.toThrow();
  });
});
