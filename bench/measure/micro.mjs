/**
 * Each layer beside its usual libraries, in one process. Within a group the candidates take turns, pass after pass. Two
 * figures each: the median wall time of an operation (mitata's p50) and the CPU time of an operation over a plain loop,
 * every thread counted; both are medians over the passes.
 *
 * Usage: node --expose-gc measure/micro.mjs [--passes N] [--only GROUP,GROUP]
 * Without `--only` the tables go to micro.md.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { do_not_optimize as keep, measure } from "mitata";
import { machine } from "./machine.mjs";
import { GROUPS as HEADERS } from "./micro/headers.mjs";
import { GROUPS as JWT } from "./micro/jwt.mjs";
import { GROUPS as OBSERVE } from "./micro/observe.mjs";
import { GROUPS as PIECES } from "./micro/pieces.mjs";
import { GROUPS as RATE_LIMIT } from "./micro/rate-limit.mjs";
import { GROUPS as SANITIZE } from "./micro/sanitize.mjs";
import { GROUPS as VALIDATION } from "./micro/validation.mjs";
import { GROUPS as WEBHOOK_PARTNERS } from "./micro/webhook-partners.mjs";
import { GROUPS as WEBHOOKS } from "./micro/webhooks.mjs";
import { ROOT } from "./server.mjs";
import { markdownTable, median } from "./statistics.mjs";

const ALL = {
  ...JWT,
  ...VALIDATION,
  ...WEBHOOKS,
  ...WEBHOOK_PARTNERS,
  ...RATE_LIMIT,
  ...SANITIZE,
  ...HEADERS,
  ...OBSERVE,
  ...PIECES,
};
const CPU_LOOP_NS = 100e6;
const MIN_CPU_NS = 100e6;
const MIN_ITERATIONS = 50;

const { values: options } = parseArgs({
  options: { passes: { type: "string", default: "5" }, only: { type: "string" } },
});
const passes = Number(options.passes);

async function onePass({ run }) {
  const waits = run() instanceof Promise;
  const timed = waits ? async () => keep(await run()) : () => keep(run());
  const { p50 } = await measure(timed, { min_cpu_time: MIN_CPU_NS, inner_gc: false, gc: false });
  const iterations = Math.max(MIN_ITERATIONS, Math.round(CPU_LOOP_NS / p50));
  return { wall: p50 / 1000, cpu: await cpuPerOperation(run, waits, iterations) };
}

async function cpuPerOperation(run, waits, iterations) {
  const before = process.cpuUsage();
  if (waits) for (let i = 0; i < iterations; i += 1) keep(await run());
  else for (let i = 0; i < iterations; i += 1) keep(run());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / iterations;
}

async function measureGroup(candidates) {
  const samples = new Map(candidates.map((candidate) => [candidate, []]));
  for (let pass = 0; pass < passes; pass += 1) {
    const turn = pass % 2 === 1 ? candidates.toReversed() : candidates;
    for (const candidate of turn) {
      globalThis.gc?.();
      samples.get(candidate).push(await onePass(candidate));
    }
  }
  return candidates.map((candidate) => {
    const of = (field) => median(samples.get(candidate).map((sample) => sample[field]));
    return { name: candidate.name, wall: of("wall"), cpu: of("cpu") };
  });
}

const digits = (value) => value.toFixed(value < 10 ? 3 : 1);
const only = options.only?.split(",");
const report = [
  "# Each layer beside its usual libraries",
  `Medians of ${passes} passes. Wall is the median of one operation, CPU the mean over a loop, every thread counted, ` +
    `both in \u00b5s; \u00d7 is CPU against the first row of its group. ${machine()}`,
];
for (const [title, candidates] of Object.entries(ALL)) {
  if (only !== undefined && !only.some((part) => title.startsWith(part))) continue;
  const found = await measureGroup(candidates);
  const rows = found.map(({ name, wall, cpu }) => [name, digits(wall), digits(cpu), (cpu / found[0].cpu).toFixed(1)]);
  const text = `## ${title}\n\n${markdownTable(["candidate", "wall \u00b5s", "CPU \u00b5s", "\u00d7"], rows)}`;
  report.push(text);
  console.log(`${text}\n`);
}
if (only === undefined) writeFileSync(join(ROOT, "micro.md"), `${report.join("\n\n")}\n`);
process.exit(0);
