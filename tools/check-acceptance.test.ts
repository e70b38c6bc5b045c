/** Plants a page of promises, and the ways in which it would no longer be true. */
import { describe, expect, it } from "vitest";
import { checkAcceptance } from "./check-acceptance.mjs";
import { planted } from "./source/planted.js";

const HEAD = "# What holds\n\n| what | held by |\n| --- | --- |\n";
const TEST = 'it("opens once", () => {});\nit.each([1])(\n  "closes %i times",\n  () => {},\n);\n// it says "never".\n';
const found = (rows: string) =>
  checkAcceptance(planted({ "docs/page.md": HEAD + rows, "app/doors.test.ts": TEST }), {
    file: "docs/page.md",
    below: "app",
  }).violations.map(({ line, rule }) => [line, rule]);

describe("check-acceptance", () => {
  it("finds tests by their titles, several of a file among them", () => {
    expect(found('| doors | `doors.test.ts` "opens once", "closes %i times" |\n')).toEqual([]);
  });

  it("misses a test that was renamed, a file that has gone, and a title that only a comment says", () => {
    expect(found('| doors | `doors.test.ts` "opens twice" |\n')).toEqual([[5, "test-missing"]]);
    expect(found('| doors | `windows.test.ts` "opens once" |\n')).toEqual([[5, "test-missing"]]);
    expect(found('| doors | `doors.test.ts` "never" |\n')).toEqual([[5, "test-missing"]]);
  });

  it("asks every row for a test, and the page for a row", () => {
    expect(found('| doors | `doors.test.ts` "opens once" |\n| windows | later |\n')).toEqual([[6, "row-without-test"]]);
    expect(found("| doors | `doors.test.ts` |\n")).toEqual([[5, "row-without-test"]]);
    expect(found("")).toEqual([[1, "nothing-promised"]]);
  });
});
