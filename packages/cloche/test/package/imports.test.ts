/** Every door of the tarball opens with its peers there, and all but one with none of them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { doors, packed, printed } from "./packed.js";

const PEERS = [
  "zod",
  "express",
  "fastify",
  "hono",
  "next",
  "react",
  "react-dom",
  "pino",
  "prom-client",
  "htmlparser2",
  "winston",
];
/** The zod types for text fields are the one thing that cannot be made without zod. */
const NEEDS_ZOD = new Set(["cloche/sanitize"]);

const library = packed();
afterAll(() => library.remove());

/** Imports each door by itself and lists what it gives, or what went wrong. */
function openings(names: readonly string[]): string {
  return `
    const found = {};
    for (const name of ${JSON.stringify(names)}) {
      found[name] = await import(name).then((door) => Object.keys(door).sort(), (error) => String(error));
    }
    console.log(JSON.stringify(found));`;
}

describe("with every peer installed", () => {
  const project = library.project(PEERS);
  const found = printed(project, openings([...doors().keys()])) as Record<string, string[] | string>;

  it.each([...doors().keys()])("%s opens", (name) => {
    expect(found[name]).toBeInstanceOf(Array);
    expect(found[name]).not.toContain("default");
  });

  it.each([...doors()])("%s declares the types of exactly what it gives", (name, file) => {
    const values = declaredNames(join(project, "node_modules/cloche", file)).filter((one) => !one.startsWith("type "));
    expect(found[name]).toEqual(values.sort());
  });

  it("makes every change of a public name visible", async () => {
    const lines = [...doors()].flatMap(([name, file]) =>
      declaredNames(join(project, "node_modules/cloche", file)).map((one) => `${name} ${one}`),
    );
    // After a deliberate change: npx vitest run packages/cloche/test/package -u
    await expect(`${lines.sort().join("\n")}\n`).toMatchFileSnapshot("exported-names.txt");
  });
});

describe("with no peer installed", () => {
  const names = [...doors().keys()].filter((name) => !NEEDS_ZOD.has(name));
  const found = printed(library.project([]), openings(names)) as Record<string, string[] | string>;

  it.each(names)("%s opens", (name) => expect(found[name]).toBeInstanceOf(Array));

  it.each(["express", "fastify", "hono", "next"])("every framework's door opens where only %s is there", (name) => {
    const doorsOfAll = ["cloche/express", "cloche/fastify", "cloche/hono", "cloche/next", "cloche/node"];
    const opened = printed(library.project([name]), openings(doorsOfAll));
    expect(opened).toEqual(Object.fromEntries(doorsOfAll.map((door) => [door, found[door]])));
  });

  it("only rich text asks for htmlparser2, and says how to install it", () => {
    const said = printed(
      library.project(["zod"]),
      `const { plainText, richText } = await import("cloche/sanitize");
       plainText(20);
       try { richText("comment"); } catch (fault) { console.log(JSON.stringify([fault.code, fault.fix])); }`,
    );
    expect(said).toEqual(["peer_missing", "Install it: npm install htmlparser2"]);
  });
});

/** The names a door re-exports, types marked; a door holds nothing else. */
function declaredNames(file: string): string[] {
  const declarations = file.replace(/\.js$/, ".d.ts");
  if (!existsSync(declarations)) return [];
  const text = readFileSync(declarations, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, kind = "", list = ""]) =>
    list
      .split(",")
      .map((name) => `${kind}${name.trim().replace(/^.* as /, "")}`)
      .filter((name) => name.trim() !== kind.trim()),
  );
}
