/** The tarball is one that package managers, bundlers and TypeScript read alike, and holds what users need and no more. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, expect, it } from "vitest";
import { INSTALLED, packed, succeeded } from "./packed.js";

const library = packed();
const installed = join(library.project([]), "node_modules/cloche");
afterAll(() => library.remove());

const files = (readdirSync(installed, { recursive: true, encoding: "utf8" }) as string[]).map((file) =>
  file.replaceAll("\\", "/"),
);

it("is clean for publint", async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it("has types that are right wherever ESM can be imported", () => {
  const attw = join(INSTALLED, "@arethetypeswrong/cli/dist/index.js");
  const options = ["--profile", "esm-only", "--no-definitely-typed", "--format", "ascii", "--no-color", "--no-emoji"];
  const said = succeeded(process.execPath, [attw, library.tarball, ...options], installed);
  // Every door, in both resolutions that can import ESM; the two that cannot are left out by the profile.
  const verdicts = said.match(/^(?:node16 \(from ESM\)|bundler): .*$/gm) ?? [];
  expect(verdicts.length).toBeGreaterThan(20);
  expect(verdicts.filter((line) => !/: OK/.test(line))).toEqual([]);
});

it("holds the licence, the page for npm, and a source for every module that is debugged", () => {
  expect(["LICENSE", "README.md", "package.json"].filter((file) => !files.includes(file))).toEqual([]);
  const maps = files.filter((file) => file.endsWith(".js.map"));
  expect(maps.length).toBeGreaterThan(100);
  const sources = maps.map((file) => file.replace(/^dist/, "src").replace(/\.js\.map$/, ".ts"));
  expect(sources.filter((file) => !files.includes(file))).toEqual([]);
});

it("holds no tests, no leftovers of the build, and nothing that runs when it is installed", () => {
  expect(files.filter((file) => /\.test\.|\.tsbuildinfo$|(?:^|\/)(?:test|vectors)\//.test(file))).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
  expect(Object.keys((manifest.scripts ?? {}) as object).filter((name) => /install|prepare/.test(name))).toEqual([]);
  expect(manifest.dependencies ?? {}).toEqual({});
});
