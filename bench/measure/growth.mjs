/**
 * How the cost grows: with contracts, callers, policies and bodies, and over two processes. Each point is measured in a
 * process of its own, without a network; the figures go to growth.md and the charts to plots/.
 *
 * Usage: taskset -c 1 node measure/growth.mjs
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { twoProcesses } from "./growth/redis.mjs";
import { lineChart } from "./growth/svg.mjs";
import { machine } from "./machine.mjs";
import { ROOT } from "./server.mjs";
import { markdownTable } from "./statistics.mjs";

const CPU = { title: "CPU \u00b5s", of: ({ cpuUs }) => cpuUs };
const HEAP = { title: "heap MB", of: ({ heapMb }) => heapMb };
const RSS = { title: "RSS MB", of: ({ rssMb }) => rssMb };
const START = { title: "start ms", of: ({ startMs }) => startMs };

const SERIES = [
  {
    id: "contracts",
    title: "Contracts",
    text: "CPU for a request to the last contract; time and memory that making all of them ready takes.",
    numbers: [1, 10, 100, 300, 1000],
    columns: [CPU, START, HEAP, RSS],
    plots: { "cost of a request": CPU, "start-up": START },
  },
  {
    id: "callers",
    title: "Distinct callers",
    text: "Verifying a token and counting its caller; what stays in memory once everybody has come. At most 10,000 tokens and 100,000 counters are kept.",
    numbers: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000],
    columns: [CPU, HEAP, RSS, { title: "counters", of: ({ counters }) => counters }],
    plots: { "cost of a check": CPU, memory: HEAP },
  },
  {
    id: "body",
    title: "Lines in a body",
    text: "An order with that many lines: two fields each, one of them cleaned as plain text. A body of more than 1,000 names is refused by its caps.",
    numbers: [1, 10, 50, 100, 200, 400],
    columns: [{ title: "bytes", of: ({ bytes }) => bytes }, CPU],
    plots: { "cost of a request": CPU },
  },
  {
    id: "policies",
    title: "Limits on a route",
    text: "Fixed windows by caller, all counted in memory.",
    numbers: [1, 2, 4, 8, 16],
    columns: [CPU],
    plots: { "cost of a request": CPU },
  },
];

function point(id, number) {
  const args = ["--expose-gc", "measure/growth/one.mjs", id, String(number)];
  const found = JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }));
  console.error(id, number, JSON.stringify(found));
  return [number, found];
}

const shown = (value) =>
  Number.isInteger(value) || value >= 1000 ? Math.round(value).toLocaleString("en") : value.toFixed(1);

function section({ id, title, text, numbers, columns, plots }) {
  const points = numbers.map((number) => point(id, number));
  const rows = points.map(([number, found]) => [
    number.toLocaleString("en"),
    ...columns.map(({ of }) => shown(of(found))),
  ]);
  const charts = Object.entries(plots).map(([name, column]) => {
    const file = `plots/${id}-${name.replaceAll(" ", "-")}.svg`;
    const lines = { [column.title]: points.map(([number, found]) => [number, column.of(found)]) };
    writeFileSync(
      join(ROOT, file),
      lineChart({ title: `${title}: ${name}`, xLabel: title.toLowerCase(), yLabel: column.title, lines }),
    );
    return `![${title}: ${name}](${file})`;
  });
  const heads = [title.toLowerCase(), ...columns.map((column) => column.title)];
  return [`## ${title}`, text, markdownTable(heads, rows), charts.join("\n")].join("\n\n");
}

async function redisSection() {
  const { requests, roundTrips, commands, counted } = await twoProcesses();
  return (
    `## Two processes on one Redis\n\n${requests} orders, to the two processes in turn: ${roundTrips.toFixed(2)} round ` +
    `trips a request (${commands}). The caller's counter stands at ${counted}: both count together.`
  );
}

mkdirSync(join(ROOT, "plots"), { recursive: true });
const sections = SERIES.map(section);
const intro = `Each point in a process of its own, without a network; CPU is the least of five batches. ${machine()}`;
const text = ["# How the cost grows", intro, ...sections, await redisSection()].join("\n\n");
writeFileSync(join(ROOT, "growth.md"), `${text}\n`);
console.log(text);
