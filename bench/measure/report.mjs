/**
 * Writes results.md from the samples in results/, puts the same tables into docs/guide/performance.md, and the one figure
 * that matters into README.md.
 *
 * Usage: node measure/report.mjs [--check]
 * `--check` writes nothing and exits with 1 where the guide does not show what results.md says.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { goalTable } from "./goals.mjs";
import { versions } from "./machine.mjs";
import { ROOT } from "./server.mjs";
import { median } from "./statistics.mjs";
import { peerList, runReport } from "./table.mjs";

const RESULTS = join(ROOT, "results.md");
const GUIDE = join(ROOT, "..", "docs", "guide", "performance.md");
const README = join(ROOT, "..", "README.md");
const FIGURE = /^(<!-- from bench\/results\.md -->\n).*$/m;
const BEGIN = "<!-- generated from bench/results.md: begin -->\n";
const END = "<!-- generated from bench/results.md: end -->";

function measuredRuns() {
  const files = readdirSync(join(ROOT, "results")).filter((name) => /^http-\d+\.json$/.test(name));
  return files.map((name) => [/\d+/.exec(name)[0], JSON.parse(readFileSync(join(ROOT, "results", name), "utf8"))]);
}

function resultsText() {
  const sections = measuredRuns().map(([major, run]) =>
    [`## Node.js ${major}`, runReport(run), "### Goals", goalTable(run.rounds)].filter(Boolean).join("\n\n"),
  );
  return `${[intro(), peerList(), versions(), ...sections].join("\n\n")}\n`;
}

function intro() {
  return (
    "CPU is the server process's user and system time for each answer, in \u00b5s: the figure to trust. Ratios are taken " +
    "round by round, then their median. Foreign is the share of the server's core that other programs held."
  );
}

/** The sentence of the first page, from the oldest Node.js that was measured. */
function figure() {
  const [, run] = measuredRuns()[0];
  const cost = (id) => `${median(run.rounds.map((round) => round[id].order.cpuUs)).toFixed(0)} \u00b5s`;
  return (
    `An order through all eight layers on Fastify costs ${cost("cloche-fastify")} of CPU; written by hand on \`node:http\` ` +
    `${cost("by-hand")}, with Fastify's plugins ${cost("fastify-zod")}, by the usual Express recipe ${cost("recipe")} ` +
    "([how it is measured](docs/guide/performance.md))."
  );
}

function guideWith(results) {
  const text = readFileSync(GUIDE, "utf8");
  const [before, rest] = text.split(BEGIN);
  if (rest === undefined || !rest.includes(END)) throw new Error(`${GUIDE} has lost the marks around its tables.`);
  // One level down: the guide's own headings stand above.
  const shown = results.replace(/^(#+) /gm, "#$1 ");
  return `${before}${BEGIN}\n${shown}\n${END}${rest.slice(rest.indexOf(END) + END.length)}`;
}

if (process.argv.includes("--check")) {
  const inStep = guideWith(readFileSync(RESULTS, "utf8").replace(/^# .*\n+/, "")) === readFileSync(GUIDE, "utf8");
  if (!inStep) console.error("docs/guide/performance.md does not show bench/results.md; run bench/measure/report.mjs.");
  process.exit(inStep ? 0 : 1);
}
const results = resultsText();
writeFileSync(RESULTS, `# What safety costs\n\n${results}`);
if (existsSync(GUIDE)) writeFileSync(GUIDE, guideWith(results));
const named = ["cloche-fastify", "by-hand", "fastify-zod", "recipe"];
// A run of fewer servers says nothing of the others.
if (named.every((id) => id in measuredRuns()[0][1].rounds[0])) {
  writeFileSync(README, readFileSync(README, "utf8").replace(FIGURE, `$1${figure()}`));
}
console.log(results);
