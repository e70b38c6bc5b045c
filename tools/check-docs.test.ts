/** Plants untrue documentation beside a stub of the package and proves that each lie is found on its line. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkDocs, DOCUMENTATION } from "./check-docs.mjs";
import { planted } from "./source/planted.js";

/** Inside the project, so that the planted pages find Node's types as the real ones do. */
const CACHE = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));
const EXPORTS = { ".": { types: "./index.d.ts", default: "./index.js" }, "./jwt": "./jwt.js" };
const PACKAGE = JSON.stringify({ name: "cloche", type: "module", exports: EXPORTS });
const BASE = {
  "packages/cloche/package.json": PACKAGE,
  "node_modules/cloche/package.json": PACKAGE,
  "node_modules/cloche/index.d.ts": "export declare function cover(name: string): number;",
  "node_modules/cloche/index.js": "export const cover = (name) => name.length;",
  "tsconfig.base.json": JSON.stringify({
    compilerOptions: { target: "ES2023", module: "NodeNext", strict: true, types: ["node"], composite: true },
  }),
};

const FENCE = "```";
const fenced = (info: string, ...lines: string[]) => [`${FENCE}${info}`, ...lines, FENCE, ""].join("\n");

async function check(files: Record<string, string>, documentation = DOCUMENTATION) {
  mkdirSync(CACHE, { recursive: true });
  return (await checkDocs(planted({ ...BASE, ...files }, CACHE), documentation)).violations;
}

/** Where each fault is, and its rule. */
async function found(files: Record<string, string>, documentation = DOCUMENTATION) {
  return (await check(files, documentation)).map(({ file, line, rule }) => [file, line, rule]);
}

describe("check-docs on examples", () => {
  it("accepts examples that compile and run, several of a page together", async () => {
    const page = [
      "# Title",
      fenced("ts run", 'import { cover } from "cloche";', 'if (cover("dish") !== 4) process.exit(1);'),
      fenced("ts file=menu.ts", "export const menu = 1;"),
      fenced("ts run", 'import { menu } from "./menu.js";', "const x = 1;", "if (menu !== x) throw new Error();"),
      fenced("ts", "const x = 2;"),
      fenced("sh", "npm install"),
    ];
    expect(await found({ "README.md": page.join("\n") })).toEqual([]);
  });

  it("finds one that does not compile, on its own line", async () => {
    const page = `# Title\n\n${fenced("ts", 'import { cover } from "cloche";', "", "cover(1);")}`;
    expect(await check({ "docs/guide/start.md": page })).toEqual([
      {
        file: "docs/guide/start.md",
        line: 6,
        rule: "example-does-not-compile",
        fix: expect.stringContaining("TS2345"),
      },
    ]);
  });

  it("finds one that names something the package does not have", async () => {
    const [fault] = await check({ "README.md": fenced("ts", 'import { uncover } from "cloche";') });
    expect(fault).toMatchObject({ line: 2, rule: "example-does-not-compile", fix: expect.stringContaining("uncover") });
  });

  it("finds one that throws, and one that ends badly", async () => {
    const page = fenced("ts run", 'throw new RangeError("too hot");') + fenced("ts run", "process.exit(3);");
    const faults = await check({ "packages/cloche/README.md": page });
    expect(faults.toSorted((a, b) => a.line - b.line)).toMatchObject([
      { line: 1, rule: "example-does-not-run", fix: "It ended with 1: RangeError: too hot" },
      { line: 4, rule: "example-does-not-run", fix: "It ended with 3: it said nothing." },
    ]);
  });

  it("refuses a block that would go unchecked, unless it is listed", async () => {
    const files = { "README.md": fenced("ts no-check", "a sketch;") };
    expect(await found(files)).toEqual([["README.md", 1, "example-unchecked"]]);
    expect(await found(files, { ...DOCUMENTATION, unchecked: ["README.md: a sketch;"] as never[] })).toEqual([]);
    expect(await found({ "README.md": fenced("js", "1;") })).toEqual([["README.md", 1, "example-unchecked"]]);
  });

  it("refuses a fence that never closes, and a project without a page", async () => {
    expect(await found({ "README.md": "text\n```sh\nnpm start\n" })).toEqual([["README.md", 2, "fence-not-closed"]]);
    expect(await found({})).toEqual([["README.md", 1, "nothing-scanned"]]);
  });
});

describe("check-docs on links", () => {
  const other = '# The `jwt` layer: who?\n\n## Twice\n## Twice\n<a id="own"></a>\n';

  it("accepts what is there", async () => {
    const page = [
      "# Start here",
      "[a](docs/jwt.md) ![b](docs) [c](#start-here) [d](docs/jwt.md#the-jwt-layer-who 'title') [e](/docs/jwt.md#twice-1)",
      "[f](https://example.com/none) [g](mailto:a@b.test) [h](docs/jwt.md#own) `[no](link.md)`",
      fenced("md", "[also](not-a-link.md)"),
      "[ref]: docs/jwt.md",
    ];
    expect(await found({ "README.md": page.join("\n"), "docs/jwt.md": other })).toEqual([]);
  });

  it.each([
    ["a file that is missing", "[a](docs/none.md)"],
    ["an anchor that is missing", "[a](docs/jwt.md#none)"],
    ["an anchor missing in its own page", "[a](#none)"],
    ["a reference that is missing", "[a]: ./none.md"],
    ["an image that is missing", "![a](none.png)"],
    ["a way out of the project", "[a](../elsewhere.md)"],
  ])("finds %s", async (_what, link) => {
    const faults = await found({ "README.md": `# Title\n\n${link}`, "docs/jwt.md": other });
    expect(faults).toEqual([["README.md", 3, "broken-link"]]);
  });
});

describe("check-docs on public subpaths", () => {
  it("finds one that is not exported, in prose and in a docstring", async () => {
    const source = '/**\n * From `cloche/jwks`.\n */\nexport const folder = "cloche/tmp";';
    const faults = await found({
      "README.md": "Use cloche/jwt.\n\nOr `cloche/nowhere`.",
      "packages/cloche/src/a.ts": source,
    });
    expect(faults).toEqual([
      ["README.md", 3, "unknown-subpath"],
      ["packages/cloche/src/a.ts", 2, "unknown-subpath"],
    ]);
  });

  it("leaves paths, scopes and releases alone", async () => {
    const page = "packages/cloche/src @cloche/source cloche/1.0 cloche/package.json";
    const exports = { ...EXPORTS, "./package.json": "./package.json" };
    const manifest = JSON.stringify({ name: "cloche", exports });
    expect(await found({ "README.md": page, "packages/cloche/package.json": manifest })).toEqual([]);
  });
});
