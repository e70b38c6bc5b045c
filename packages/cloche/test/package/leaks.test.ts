/** What a door reaches is what a bundle carries: nothing of another layer, and no framework at all. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doors, packed } from "./packed.js";

const library = packed();
const installed = join(library.project([]), "node_modules/cloche");
afterAll(() => library.remove());

const IMPORT = /\bfrom\s*"([\w@./:-]+)"|^\s*import\s*"([\w@./:-]+)"|\bimport\(\s*"([\w@./:-]+)"\s*\)/gm;

/** The code of a module without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "");
}

/** The same without sentences: a message for people may name what it does not carry. */
function wordless(file: string): string {
  return codeOf(file).replace(/"(?:[^"\\\n]|\\.)*"/g, (text) => (/\s/.test(text) ? '""' : text));
}

function importsOf(file: string): string[] {
  return [...codeOf(file).matchAll(IMPORT)].map(([, from, alone, lazily]) => from ?? alone ?? lazily ?? "");
}

/** Every module a door reaches, itself included. */
function reachable(door: string): readonly string[] {
  const seen = new Set([join(installed, doors().get(door) ?? "")]);
  for (const file of seen) {
    for (const name of importsOf(file)) if (name.startsWith(".")) seen.add(join(dirname(file), name));
  }
  return [...seen];
}

describe.each([
  ["cloche/headers", ["zod", "jose", "redis", "RS256", "htmlparser2", "prom-client"]],
  ["cloche/rate-limit", ["zod", "jose", "RS256", "htmlparser2", "prom-client"]],
  ["cloche/jwt", ["zod", "htmlparser2", "prom-client", "stripe"]],
  ["cloche/webhooks", ["zod", "jose", "RS256", "htmlparser2", "prom-client"]],
  ["cloche/secrets", ["zod", "jose", "redis", "RS256", "htmlparser2", "prom-client"]],
] as const)("%s", (door, foreign) => {
  it.each(foreign)("holds nothing of %s", (name) => {
    const named = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "i");
    const files = reachable(door);
    expect(files.length).toBeGreaterThan(5);
    const guilty = files.filter((file) => named.test(wordless(file))).map((file) => relative(installed, file));
    expect(guilty).toEqual([]);
  });
});

/** The most code a door may reach, KiB without comments: a quarter more than it does, so that a leak shows and a line not. */
const MOST_KIB: Readonly<Record<string, number>> = {
  cloche: 940,
  "cloche/jwt": 200,
  "cloche/validation": 105,
  "cloche/webhooks": 200,
  "cloche/rate-limit": 120,
  "cloche/sanitize": 75,
  "cloche/headers": 92,
  "cloche/secrets": 128,
  "cloche/observe": 145,
  "cloche/express": 940,
  "cloche/fastify": 940,
  "cloche/hono": 940,
  "cloche/next": 940,
  "cloche/node": 940,
  "cloche/testing": 475,
};

describe("what a door reaches", () => {
  it.each([...doors().keys()])("%s is no larger than it should be", (door) => {
    const kib = reachable(door).reduce((sum, file) => sum + Buffer.byteLength(codeOf(file)), 0) / 1024;
    expect(kib).toBeLessThan(MOST_KIB[door] ?? 0);
  });
});

describe("the library as a whole", () => {
  const modules = (readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" }) as string[])
    .filter((file) => file.endsWith(".js"))
    .map((file) => join(installed, "dist", file));

  it("imports nothing at run time but Node.js itself, and zod where text fields are declared", () => {
    const outside = modules.flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .map((name) => `${relative(installed, file)} ${name}`),
    );
    expect(outside).toEqual([
      // Next.js is what these two are for; its door opens without it.
      "dist/adapters/next/action.js next/headers.js",
      "dist/adapters/next/page-proxy.js next/server.js",
      "dist/layers/sanitize/zod-types.js zod",
    ]);
  });

  it("has imports that all lead somewhere", () => {
    const known = new Set(modules);
    const broken = modules.flatMap((file) =>
      importsOf(file).filter((name) => name.startsWith(".") && !known.has(join(dirname(file), name))),
    );
    expect(broken).toEqual([]);
  });
});
