/** Plants files over each budget, and files just within it. */
import { describe, expect, it } from "vitest";
import { BUDGETS, checkSizes } from "./check-sizes.mjs";
import { planted } from "./source/planted.js";

const lines = (count: number) => "export const x = 1;\n".repeat(count);
const found = (files: Record<string, string>, budgets = BUDGETS) =>
  checkSizes(planted(files), budgets).violations.map(({ file, line, rule }) => [file, line, rule]);

describe("check-sizes", () => {
  it("counts code, and neither comments nor blank lines", () => {
    const commented = `/**\n * many\n * words\n */\n\n// and more\n${lines(250)}`;
    expect(found({ "a.ts": commented })).toEqual([]);
    expect(found({ "a.ts": `${commented}const y = 2;` })).toEqual([["a.ts", 1, "file-too-long"]]);
  });

  it("counts the lines of a text that spans many", () => {
    expect(found({ "a.ts": `const x = \`${"select\n".repeat(260)}\`;` })).toEqual([["a.ts", 1, "file-too-long"]]);
  });

  it("exempts tests and listed tables only", () => {
    const files = { "a.test.ts": lines(400), "e2e/b.ts": lines(400), "data/table.ts": lines(400) };
    expect(found(files)).toEqual([["data/table.ts", 1, "file-too-long"]]);
    expect(found(files, { ...BUDGETS, tables: ["data/table.ts"] as never[] })).toEqual([]);
  });

  it("sums an adapter over its files, its tests aside", () => {
    const folder = "packages/cloche/src/adapters";
    const within = {
      [`${folder}/a/one.ts`]: lines(60),
      [`${folder}/a/two.ts`]: lines(60),
      [`${folder}/b.ts`]: lines(120),
    };
    expect(found({ ...within, [`${folder}/a/a.test.ts`]: lines(90) })).toEqual([]);
    expect(found({ ...within, [`${folder}/a/three.ts`]: lines(1) })).toEqual([[`${folder}/a`, 1, "adapter-too-thick"]]);
  });

  it("lets a translation file have its language's letters, and nothing that cannot be seen", () => {
    const text = "export const words = { greeting: '\u201eGr\u00fc\u00dfe\u201c \u2013 \u20ac' };\n";
    expect(found({ "web/guest/words/de.ts": text })).toEqual([]);
    expect(found({ "web/guest/words/index.ts": text })).toHaveLength(1);
    expect(found({ "web/guest/words/de.ts": "export const words = '\u200b\u202e';" })).toHaveLength(1);
  });

  it("finds every line with a character beyond ASCII, once", () => {
    expect(
      found({ "a.ts": "// plain\n// caf\u00e9 \u2026\n", "b.css": "a { content: '\u2014' }", "c.sql": "-- \u00a0" }),
    ).toEqual([
      ["a.ts", 2, "not-ascii"],
      ["b.css", 1, "not-ascii"],
      ["c.sql", 1, "not-ascii"],
    ]);
  });

  it("leaves out what is installed or built, and fails where nothing is left", () => {
    expect(found({ "node_modules/a.ts": "\u00e9", "dist/b.js": "\u00e9" })).toEqual([[".", 1, "nothing-scanned"]]);
  });
});
