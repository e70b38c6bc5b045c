/**
 * Each layer beside its usual libraries, in one process. Within a group the candidates take turns, pass after pass. Two
 * figures each: the median wall time of an operation (mitata's p50), and the CPU time of an operation over short plain loops
 * that take turns, every thread counted: their lower quartile, since the machine is shared and only ever adds. A candidate
 * with `atMost: [times, other]` is a promise.
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
import { lowerQuartile, markdownTable, median } from "./statistics.mjs";

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
const BATCH_NS = 15e6;
const BATCHES_PER_PASS = 16;
const MIN_CPU_NS = 100e6;
const MIN_ITERATIONS = 20;

const { values: options } = parseArgs({
  options: { passes: { type: "string", default: "5" }, only: { type: "string" } },
});
const passes = Number(options.passes);

async function wallOf({ run, waits }) {
  const timed = waits ? async () => keep(await run()) : () => keep(run());
  const { p50 } = await measure(timed, { min_cpu_time: MIN_CPU_NS, inner_gc: false, gc: false });
  return p50;
}

async function cpuPerOperation({ run, waits, walls }) {
  const iterations = Math.max(MIN_ITERATIONS, Math.round(BATCH_NS / Math.min(...walls)));
  const before = process.cpuUsage();
  if (waits) for (let i = 0; i < iterations; i += 1) keep(await run());
  else for (let i = 0; i < iterations; i += 1) keep(run());
  const { user, system } = process.cpuUsage(before);
  return (user + system) / iterations;
}

// Short batches in turn, so that whatever slows the machine for a second slows every candidate alike.
async function onePass(candidates) {
  for (const candidate of candidates) {
    globalThis.gc?.();
    candidate.walls.push(await wallOf(candidate));
  }
  for (let batch = 0; batch < BATCHES_PER_PASS; batch += 1) {
    for (const candidate of candidates) {
      candidate.cpus.push(await cpuPerOperation(candidate));
    }
  }
}

async function measureGroup(group) {
  const candidates = group.map(({ name, run, atMost }) => {
    return { name, run, atMost, waits: run() instanceof Promise, walls: [], cpus: [] };
  });
  for (let pass = 0; pass < passes; pass += 1) await onePass(pass % 2 === 1 ? candidates.toReversed() : candidates);
  return candidates.map(({ name, atMost, walls, cpus }) => {
    return { name, atMost, wall: median(walls) / 1000, cpu: lowerQuartile(cpus) };
  });
}

/** One sentence per promise of the group: how many times another candidate's CPU time one may take. */
function promises(found) {
  return found.flatMap(({ name, atMost, cpu }) => {
    if (atMost === undefined) return [];
    const [most, other] = atMost;
    const times = cpu / found.find((one) => one.name === other).cpu;
    const verdict = times <= most ? "kept" : "NOT KEPT";
    return [`${name}: at most ${most} \u00d7 "${other}", measured ${times.toFixed(2)}: ${verdict}.`];
  });
}

const digits = (value) => value.toFixed(value < 10 ? 3 : 1);
const only = options.only?.split(",");
const report = [
  "# Each layer beside its usual libraries",
  `Medians of ${passes} passes. Wall is the median of one operation, CPU the lower quartile of short loops, every ` +
    `thread counted, both in \u00b5s; \u00d7 is CPU against the first row of its group. ${machine()}`,
];
for (const [title, candidates] of Object.entries(ALL)) {
  if (only !== undefined && !only.some((part) => title.startsWith(part))) continue;
  const found = await measureGroup(candidates);
  const rows = found.map(({ name, wall, cpu }) => [name, digits(wall), digits(cpu), (cpu / found[0].cpu).toFixed(1)]);
  const table = markdownTable(["candidate", "wall \u00b5s", "CPU \u00b5s", "\u00d7"], rows);
  const text = [`## ${title}`, table, ...promises(found)].join("\n\n");
  report.push(text);
  console.log(`${text}\n`);
}
if (only === undefined) writeFileSync(join(ROOT, "micro.md"), `${report.join("\n\n")}\n`);
process.exit(0);
