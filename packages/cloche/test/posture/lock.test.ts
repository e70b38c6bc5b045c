/** The lock file: the same posture is always the same text, it reads back whole, and a damaged one is refused. */
import { anyone, contract, eventStream, posture, postureLock, problems, readPostureLock, role } from "cloche";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const odd = contract({
  method: "PATCH",
  path: "/odd/{id}",
  allow: anyone('it says "yes": # and\nmore'),
  query: z.object({ 'a "b": c/d~e # f': z.string().max(3) }),
  body: z.array(z.object({ "": z.unknown(), tree: z.lazy((): z.ZodType => Tree) })),
  limit: ["10 per minute by address", { quota: 5, window: 1, by: "everyone", algorithm: "gcra", burst: 2 }],
  idempotent: "required",
  unknownKeys: "strip",
  returns: {
    200: z.string(),
    202: z.array(z.int()),
    203: z.object({}),
    409: problems({ late: "Too late." }, { late: z.object({ by: z.int() }) }),
  },
});
const Tree = z.object({ name: z.string(), children: z.array(z.lazy((): z.ZodType => Tree)) });
const plain = contract({ method: "GET", path: "/plain", allow: role("b", "a"), returns: { 200: eventStream() } });
const rows = posture([plain, odd]);
const text = postureLock(rows);

describe("cloche.lock", () => {
  it("reads back as it was written", () => {
    expect(readPostureLock(text)).toEqual(rows);
    expect(postureLock(readPostureLock(text))).toBe(text);
    expect(readPostureLock(text.replaceAll("\n", "\r\n"))).toEqual(rows);
  });

  it("does not depend on the order of the contracts, and holds no time", () => {
    expect(postureLock(posture([odd, plain]))).toBe(text);
    expect(text).not.toMatch(/\d\d:\d\d|20\d\d-/);
  });

  it("has one line for every promise", () => {
    expect(text.split("\n").filter((line) => line.startsWith("  answer 4"))).toHaveLength(1);
    expect(text.endsWith("\n") && /^[\x20-\x7e\n]*$/.test(text)).toBe(true);
  });

  it.each([
    ["a line is cut", (whole: string) => whole.replace('"patch', "").replace(/limit 1: \{/, "limit 1: ")],
    ["a line is gone", (whole: string) => whole.replace(/^ {2}who: .*\n/m, "")],
    ["a line comes twice", (whole: string) => whole.replace(/^( {2}who: .*\n)/m, "$1$1")],
    ["a route comes twice", (whole: string) => whole + whole.slice(whole.indexOf("GET /plain"))],
    ["it is of another form", (whole: string) => whole.replace("form 1", "form 2")],
    ["it is empty", () => ""],
    ["a merge left its marks", (whole: string) => `${whole}<<<<<<< HEAD\n`],
  ])("is refused where %s", (_what, damage) => {
    expect(() => readPostureLock(damage(text))).toThrow(/cloche\.lock .*\[configuration_invalid\]/);
  });
});
