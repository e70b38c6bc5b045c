/** Measures how long plain `tsc` takes over 300 contracts with their handlers, beside the same schemas without contracts. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSC = createRequire(import.meta.url)
  .resolve(join(ROOT, "node_modules/typescript/package.json"))
  .replace("package.json", "bin/tsc");
const COUNT = 300;
const A_FILE = 10;
const ROUNDS = 2;

/** The schemas of one route, as an application would write them. */
const schemas = (index) => `
const Slip${index} = z.object({ itemId: z.uuid(), quantity: z.int().min(1), lines: z.array(z.object({ id: z.uuid(), note: z.string().max(80).optional() })), kind: z.enum(["here", "away", "k${index}"]) });
const Order${index} = z.object({ id: z.uuid(), total: z.int(), slip: Slip${index}, state: z.enum(["new", "s${index}", "done"]) });
`;

/** The contract of one route, its neutral handler and its native one. */
const contracted = (index) => `${schemas(index)}
export const route${index} = contract({
  method: "POST",
  path: "/api/things/{id}/parts${index}/{part}",
  allow: role("customer", "cashier"),
  query: z.object({ page: z.coerce.number().optional() }),
  body: Slip${index},
  limit: "100 per 15 minutes by caller",
  returns: { 201: Order${index}, 409: problems({ sold_out: "It is sold out." }) },
});
export const handled${index} = handle(route${index}, ({ caller, params, query, body }) => {
  if (body.quantity > 99) return problem(409, "sold_out");
  const id: string = caller.id + params.id + params.part + String(query.page);
  return created({ id, total: body.quantity, slip: body, state: "new" });
});
export const native${index}: RequestHandler<Record<string, string>, unknown, z.infer<typeof Slip${index}>> = (request, response) => {
  response.status(201).json(request.body.lines.length);
};
app.post("/api/things/:id/parts${index}/:part", guard(route${index}), native${index});
`;

const HEAD = `import { contract, created, createGate, handle, problem, problems, role } from "cloche";
import { cover } from "cloche/express";
import express, { type RequestHandler } from "express";
import { z } from "zod";
const app = express();
const { guard } = cover(app, createGate());
`;
const BARE = 'import { z } from "zod";\n';

/**
 * A project of `COUNT` routes.
 *
 * @param {string} head
 * @param {(index: number) => string} text
 */
function project(head, text) {
  const folder = mkdtempSync(join(tmpdir(), "cloche-types-"));
  mkdirSync(join(folder, "src"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "ES2023",
    module: "NodeNext",
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  for (let first = 0; first < COUNT; first += A_FILE) {
    const routes = Array.from({ length: A_FILE }, (_, index) => text(first + index));
    writeFileSync(join(folder, `src/routes-${first}.ts`), `${head}${routes.join("")}export {};\n`);
  }
  return folder;
}

/** The seconds of one check, by the clock and of the processors, which a busy machine does not stretch. */
function check(folder) {
  const began = performance.now();
  // `times` of the shell tells what its children have used.
  const told = spawnSync(
    "sh",
    ["-c", '"$0" "$@"; code=$?; times; exit $code', process.execPath, TSC, "-p", folder, "--extendedDiagnostics"],
    {
      encoding: "utf8",
    },
  );
  if (told.status !== 0) throw new Error(told.stdout.slice(0, 2000));
  const number = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(told.stdout)?.[1]);
  const used = told.stdout.trim().split("\n").at(-1) ?? "";
  const processors = [...used.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
  const seconds = (performance.now() - began) / 1000;
  return { seconds, processors, types: number("Types"), instantiations: number("Instantiations") };
}

function measure(head, text) {
  const folder = project(head, text);
  try {
    const rounds = Array.from({ length: ROUNDS }, () => check(folder));
    return rounds.reduce((best, one) => (one.processors < best.processors ? one : best));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const results = {
  routes: COUNT,
  contracts: measure(HEAD, contracted),
  schemasAlone: measure(
    BARE,
    (index) => `${schemas(index)}export const both${index} = [Slip${index}, Order${index}];\n`,
  ),
};
const row = (what, { seconds, processors, types, instantiations }) =>
  `| ${what} | ${processors.toFixed(1)} | ${seconds.toFixed(1)} | ${types} | ${instantiations} |`;
const page = `# Types

${COUNT} contracts, each with a body, a query, two path parameters, two answers, a neutral handler and a native one on
Express; and their schemas alone. The best of ${ROUNDS} runs of plain \`tsc\`, start of the compiler included.
The clock's seconds are those of a machine that others used at the same time.
\`node bench/measure/types.mjs\` measures it anew.

| | seconds of the processors | seconds by the clock | types | instantiations |
|---|---|---|---|---|
${row(`${COUNT} contracts and their handlers`, results.contracts)}
${row("the same schemas alone", results.schemasAlone)}
`;
writeFileSync(new URL("../types.md", import.meta.url), page);
console.log(page);
