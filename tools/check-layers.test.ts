/** Plants each violation of the architecture in a small copy of it and proves that it is found, and nothing else is. */
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkLayers } from "./check-layers.mjs";
import { planted } from "./source/planted.js";

const SOUND = {
  "packages/cloche/package.json": JSON.stringify({
    name: "cloche",
    exports: { ".": "./x.js", "./jwt": "./y.js" },
    peerDependencies: { zod: ">=4" },
  }),
  "packages/cloche/src/index.ts": 'export { gate } from "./gate/index.js";\nexport { one } from "./kernel/index.js";',
  "packages/cloche/src/kernel/index.ts": 'export { one } from "./one.js";',
  "packages/cloche/src/kernel/one.ts": "export const one = 1;",
  "packages/cloche/src/kernel/clock.ts": "export const now = () => Date.now();",
  "packages/cloche/src/layers/jwt/index.ts": 'export { verify } from "./verify.js";',
  "packages/cloche/src/layers/jwt/verify.ts":
    'import { one } from "../../kernel/index.js";\nexport const verify = one;',
  "packages/cloche/src/layers/headers/index.ts": "export const headers = 1;",
  "packages/cloche/src/gate/index.ts": 'export { verify as gate } from "../layers/jwt/index.js";',
  "packages/cloche/src/adapters/express/index.ts": 'export { gate } from "../../gate/index.js";',
  "packages/cloche/src/adapters/fastify.ts": 'import type { Server } from "node:http";\nexport type S = Server;',
  "packages/cloche/src/testing/index.ts": "export const fake = 1;",
  "packages/cloche/src/cli/run.ts": 'import { one } from "../index.js";\nexport const run = one;',
  "apps/restaurant/contracts/orders.ts":
    'import { contract } from "cloche";\nimport { z } from "zod";\nexport const o = [contract, z];',
  "apps/restaurant/server/platform/index.ts": "export const database = 1;",
  "apps/restaurant/server/orders/index.ts": 'export { database } from "../platform/index.js";',
  "apps/restaurant/server/menu/index.ts": 'export { o } from "../../contracts/orders.js";',
  "apps/restaurant/server/app.ts": 'export { database } from "./orders/index.js";',
  "apps/restaurant/server/main.ts":
    'import { database } from "./app.js";\nexport const at = [database, process.env.PORT];',
  "apps/restaurant/web/guest/page.tsx":
    'import { o } from "../../contracts/orders.js";\nexport const Page = () => <p>Don\'t: {o}</p>;',
};

/** Each planted file, the rule that must be named, and the line it is on. */
const VIOLATIONS: [rule: string, line: number, file: string, source: string][] = [
  ["upward", 1, "packages/cloche/src/kernel/bad.ts", 'import { verify } from "../layers/jwt/index.js";'],
  ["upward", 1, "packages/cloche/src/kernel/bad.ts", 'import type { V } from "../gate/index.js";'],
  ["upward", 2, "packages/cloche/src/gate/bad.ts", '// first\nexport * from "../adapters/express/index.js";'],
  ["upward", 1, "packages/cloche/src/testing/bad.ts", 'import "../cli/run.js";'],
  ["sideways", 1, "packages/cloche/src/layers/jwt/bad.ts", 'import { headers } from "../headers/index.js";'],
  ["sideways", 1, "packages/cloche/src/layers/jwt/bad.test.ts", 'import { headers } from "../headers/index.js";'],
  ["sideways", 1, "packages/cloche/src/adapters/fastify/bad.ts", 'const g = await import("../express/index.js");'],
  ["sideways", 1, "packages/cloche/src/adapters/express/bad.ts", 'import { fake } from "../../testing/index.js";'],
  ["past-the-door", 1, "packages/cloche/src/gate/bad.ts", 'import { verify } from "../layers/jwt/verify.js";'],
  ["not-listed", 4, "packages/cloche/src/index.ts", '\n\n\nexport * from "./layers/jwt/index.js";'],
  ["leaves-zone", 1, "packages/cloche/src/gate/bad.ts", 'import { runAsCheck } from "../../../../tools/check.mjs";'],
  ["leaves-zone", 1, "packages/cloche/src/cli/bad.ts", 'import data from "../../package.json" with { type: "json" };'],
  ["imports-test", 1, "packages/cloche/src/gate/bad.ts", 'import { x } from "./gate.forgery.test.js";'],
  ["self-import", 1, "packages/cloche/src/gate/bad.ts", 'import { x } from "cloche/jwt";'],
  ["undeclared-package", 1, "packages/cloche/src/gate/bad.ts", 'import { SignJWT } from "jose";'],
  ["unplaced", 1, "packages/cloche/src/utils/bad.ts", "export const x = 1;"],
  ["unplaced", 1, "scripts/bad.ts", "export const x = 1;"],
  ["sideways", 1, "apps/restaurant/server/orders/bad.ts", 'import { o } from "../menu/index.js";'],
  ["sideways", 1, "apps/restaurant/server/platform/bad.ts", 'import { o } from "../../contracts/orders.js";'],
  ["upward", 1, "apps/restaurant/server/platform/bad.ts", 'import { o } from "../menu/index.js";'],
  ["upward", 1, "apps/restaurant/server/menu/bad.ts", 'import { database } from "../app.js";'],
  ["past-the-door", 1, "apps/restaurant/server/menu/bad.ts", 'import { pool } from "../platform/pool.js";'],
  ["leaves-zone", 1, "apps/restaurant/server/menu/bad.ts", 'import "../../../../packages/cloche/src/index.js";'],
  ["private-subpath", 1, "apps/restaurant/server/menu/bad.ts", 'import { x } from "cloche/layers/jwt";'],
  ["private-subpath", 1, "examples/hono/main.ts", 'import { x } from "cloche/dist/index.js";'],
  ["sideways", 1, "apps/restaurant/web/bad.ts", 'import type { O } from "../server/orders/index.js";'],
  ["not-listed", 1, "apps/restaurant/web/bad.ts", 'import { database } from "../server/platform/index.js";'],
  ["undeclared-package", 1, "apps/restaurant/contracts/bad.ts", 'import { readFile } from "node:fs";'],
  ["environment", 2, "packages/cloche/src/gate/bad.ts", "\nconst x = process . env.SECRET;"],
  ["environment", 1, "packages/cloche/src/gate/bad.ts", 'const x = process["env"].SECRET;'],
  ["environment", 1, "packages/cloche/src/gate/bad.ts", "const { env } = process;"],
  ["environment", 1, "apps/restaurant/server/app/bad.ts", 'import { env } from "node:process";'],
  ["time", 1, "packages/cloche/src/layers/jwt/bad.ts", "const x = Date.now();"],
  ["time", 1, "packages/cloche/src/layers/jwt/bad.ts", "const x = new Date( );"],
  ["time", 1, "packages/cloche/src/layers/jwt/bad.ts", "const x = new Date;"],
  ["time", 1, "packages/cloche/src/layers/jwt/bad.ts", `const x = \`\${performance.now()}\`;`],
  ["input-output", 1, "packages/cloche/src/layers/jwt/bad.ts", 'const x = await fetch("https://a.test");'],
  ["input-output", 1, "packages/cloche/src/layers/jwt/bad.ts", "const get = options.fetch ?? fetch;"],
  [
    "input-output",
    3,
    "packages/cloche/src/gate/bad.ts",
    'import {\n} from "node:os"; //\nimport { readFileSync } from "node:fs";',
  ],
  ["input-output", 1, "packages/cloche/src/gate/bad.ts", 'import { type Server } from "node:https";'],
  ["input-output", 1, "packages/cloche/src/gate/bad.ts", 'import { isIP, connect } from "node:net";'],
  ["input-output", 1, "packages/cloche/src/gate/bad.ts", 'import * as files from "node:fs";'],
  ["input-output", 1, "packages/cloche/src/gate/bad.ts", 'export { readFile } from "node:fs/promises";'],
  ["input-output", 1, "packages/cloche/src/gate/bad.ts", 'const net = await import("node:net");'],
  ["computed-import", 1, "packages/cloche/src/gate/bad.ts", "const peer = await import(name);"],
  ["default-export", 1, "packages/cloche/src/gate/bad.ts", "export default function gate() {}"],
  ["default-export", 2, "apps/restaurant/web/bad.tsx", "const page = 1;\nexport { page as default };"],
  ["unreadable", 1, "packages/cloche/src/gate/bad.ts", "const x = `never ends;"],
];

/** Sources that only look like violations. */
const INNOCENT: [file: string, source: string][] = [
  [
    "packages/cloche/src/kernel/a.ts",
    "/* import x from '../gate/index.js' */ export const a = 1; // import '../cli/run.js'",
  ],
  ["packages/cloche/src/kernel/a.ts", "export const a = \"import { x } from '../gate/index.js'\";"],
  [
    "packages/cloche/src/kernel/a.ts",
    `export const a = \`\nimport { x } from "../gate/index.js";\n\${1}\nprocess.env\`;`,
  ],
  ["packages/cloche/src/kernel/a.ts", 'export const a = /[/"\'`]*import "\\//g;'],
  ["packages/cloche/src/kernel/a.ts", "export const a = (b: number, c: number) => b / c; // Date.now() / 2"],
  [
    "packages/cloche/src/kernel/a.ts",
    'export const a = { import: "../gate/index.js", default: 1, time: new Date(0) };',
  ],
  ["packages/cloche/src/kernel/a.ts", 'export const a = loader.import("../gate/index.js");'],
  ["packages/cloche/src/kernel/a.ts", 'export { default as a } from "zod";'],
  [
    "packages/cloche/src/gate/a.ts",
    "export type Fetch = typeof fetch; export const a = (o: { fetch?: Fetch }) => o.fetch;",
  ],
  ["packages/cloche/src/gate/a.ts", 'import { BlockList, isIP as known } from "node:net";'],
  [
    "packages/cloche/src/layers/secrets/a.ts",
    'import { readFileSync } from "node:fs";\nexport const a = [process.env, readFileSync];',
  ],
  [
    "packages/cloche/src/layers/jwt/a.test.ts",
    'import "node:fs";\nimport "../../../../../tools/redis.mjs";\nDate.now();',
  ],
  ["packages/cloche/src/layers/jwt/a.test.ts", 'import { fake } from "../../testing/index.js";\nimport "jose";'],
  ["apps/restaurant/vite.config.ts", "export default {};"],
  ["apps/restaurant/e2e/a.test.ts", 'import { database } from "../server/platform/pool.js";'],
  ["examples/express/main.ts", 'import { verify } from "cloche/jwt";\nexport const a = [verify, process.env.PORT];'],
];

describe("check-layers", () => {
  it("accepts a sound project", () => {
    expect(checkLayers(planted(SOUND)).violations).toEqual([]);
  });

  it.each(VIOLATIONS)("finds %s on line %i of %s: %s", (rule, line, file, source) => {
    const { violations } = checkLayers(planted({ ...SOUND, [file]: source }));
    expect(violations.map((one) => [one.rule, one.line, one.file])).toEqual([[rule, line, file]]);
  });

  it.each(INNOCENT)("is not fooled in %s by %s", (file, source) => {
    expect(checkLayers(planted({ ...SOUND, [file]: source })).violations).toEqual([]);
  });
});

describe("check-layers on cycles", () => {
  const circles: [kind: string, first: string, second: string][] = [
    ["values", 'import { b } from "./b.js";', 'export { a } from "./a.js";'],
    ["types only", 'import type { B } from "./b.js";', 'import type { A } from "./a.js";'],
    ["a dynamic import", 'export const a = () => import("./b.js");', 'import "./a.js";'],
    ["an inline type import", 'export type A = import("./b.js").B;', 'import "./a.js";'],
    ["a file of another kind", 'import "./b.js";', 'import "./deep/c.js";'],
  ];

  it.each(circles)("finds one through %s", (_kind, first, second) => {
    const folder = "packages/cloche/src/gate";
    const files = {
      [`${folder}/a.ts`]: first,
      [`${folder}/b.ts`]: second,
      [`${folder}/deep/c.tsx`]: 'import "../a.js";',
    };
    const { violations } = checkLayers(planted({ ...SOUND, ...files }));
    expect(violations.map(({ file, rule }) => [file, rule])).toEqual([[`${folder}/a.ts`, "cycle"]]);
    expect(violations[0]?.fix).toContain("a.ts -> packages/cloche/src/gate/b.ts ->");
  });

  it("finds a file that imports itself, and test files too", () => {
    const file = "packages/cloche/src/gate/a.test.ts";
    const { violations } = checkLayers(planted({ ...SOUND, [file]: '\nimport "./a.test.js";' }));
    expect(violations).toMatchObject([{ file, line: 2, rule: "cycle" }]);
  });
});

describe("check-layers from the command line", () => {
  const tool = new URL("check-layers.mjs", import.meta.url).pathname;

  it("fails where there was nothing to scan", () => {
    const root = planted({ "packages/cloche/package.json": SOUND["packages/cloche/package.json"] });
    expect(checkLayers(root).violations.map(({ rule }) => rule)).toEqual(["nothing-scanned", "nothing-scanned"]);
  });

  it("prints file, line, rule and what to do, and exits with 1", () => {
    const file = "packages/cloche/src/kernel/bad.ts";
    const root = planted({ ...SOUND, [file]: 'import "../gate/index.js";' });
    const run = () => execFileSync(process.execPath, [tool, root], { stdio: "pipe" });
    expect(run).toThrow(`${file}:1  upward  kernel stands below gate`);
    expect(run).toThrow(expect.objectContaining({ status: 1 }));
  });

  it("works wherever it lies, without anything installed", () => {
    const away = planted({});
    cpSync(new URL(".", import.meta.url).pathname, away, { recursive: true });
    const output = execFileSync(process.execPath, [join(away, "check-layers.mjs"), planted(SOUND)]);
    expect(output.toString()).toContain("layers hold: 19 files");
  });
});
