/**
 * Guards against slipping back without a clock: counts, under callgrind, the instructions of a fixed sequence of
 * requests in one process, and holds them against the figures in instructions.json.
 *
 * Node.js runs without its optimising compiler and on one thread, so that the same code gives the same count to within
 * a part in a thousand. What is compared is each request's count over that of a bare node:http request in the same run:
 * that hardly moves with the machine or the patch release of Node.js.
 *
 * Usage: node measure/instructions.mjs [--update]
 * Needs valgrind (Debian: apt-get install valgrind). Exits with 1 where a request costs more than the margin allows.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./server.mjs";
import { markdownTable } from "./statistics.mjs";

const FIGURES = join(ROOT, "instructions.json");
const MARGIN = 0.02;
const COUNT = 150;
const REQUESTS = ["bare node:http", "order", "read", "webhook", "order, new token"];
const MAJOR = process.versions.node.split(".")[0];
/** What makes a run repeatable: interpreted code, one thread, fixed seeds, and no collection but where it is asked for. */
const STEADY = [
  ...["--jitless", "--single-threaded", "--predictable", "--hash-seed=1", "--random-seed=1"],
  ...["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"],
];

/** Instructions of one request of each kind. */
function countInstructions() {
  const work = join(ROOT, ".work");
  mkdirSync(work, { recursive: true });
  const folder = mkdtempSync(join(work, "callgrind-"));
  const out = join(folder, "out");
  try {
    // The sequence asks for the uptime around each part, and each time callgrind writes a dump and starts anew.
    const callgrind = ["--tool=callgrind", `--callgrind-out-file=${out}`, "--dump-before=uv_uptime"];
    const sequence = [process.execPath, ...STEADY, "measure/instructions/sequence.mjs", String(COUNT)];
    execFileSync("valgrind", [...callgrind, ...sequence], { cwd: ROOT, stdio: ["ignore", "ignore", "pipe"] });
    // The odd dumps are what lies between: the start and the warm-up, and the collections.
    return Object.fromEntries(REQUESTS.map((name, at) => [name, Math.round(dumped(`${out}.${2 * at + 2}`) / COUNT)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function dumped(file) {
  const total = /^(?:summary|totals): (\d+)$/m.exec(readFileSync(file, "utf8"));
  if (total === null) throw new Error("callgrind wrote no total; is its version older than 3.18?");
  return Number(total[1]);
}

const over = (counts, name) => counts[name] / counts[REQUESTS[0]];

function compare(counts, known) {
  const rows = REQUESTS.slice(1).map((name) => {
    const was = over(known.requests, name);
    const change = over(counts, name) / was - 1;
    const told = change > MARGIN ? "**slower**" : change < -MARGIN ? "faster: update the figures" : "held";
    const shown = [counts[name].toLocaleString("en"), over(counts, name).toFixed(3), was.toFixed(3)];
    return [name, ...shown, `${(100 * change).toFixed(2)} %`, told];
  });
  console.log(markdownTable(["request", "instructions", "\u00d7 bare", "\u00d7 bare, committed", "change", ""], rows));
  return rows.every((row) => row.at(-1) !== "**slower**");
}

const figures = existsSync(FIGURES) ? JSON.parse(readFileSync(FIGURES, "utf8")) : {};
const counts = countInstructions();
if (process.argv.includes("--update")) {
  figures[MAJOR] = { node: process.version, requests: counts };
  writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`Wrote the figures of Node.js ${MAJOR}: ${JSON.stringify(counts)}`);
} else if (figures[MAJOR] === undefined) {
  console.error(`There are no figures for Node.js ${MAJOR}. Look at these, then run again with --update.`, counts);
  process.exitCode = 1;
} else if (!compare(counts, figures[MAJOR])) {
  console.error(`A request costs more than ${MARGIN * 100} % above its figure. If on purpose, run with --update.`);
  process.exitCode = 1;
}
