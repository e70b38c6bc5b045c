/**
 * Builds, checks and measures everything, then writes results.md and the guide's tables.
 *
 * Usage: node measure/all.mjs [--node24] [--node BINARY] [--rounds N] [--seconds S] [--minutes M] [--peers ID,ID]
 * `--node24` measures under Node.js 24 too, fetched through npm; `--node` under another binary instead of this one.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { node24 } from "./node24.mjs";
import { ROOT } from "./server.mjs";

const { values: options } = parseArgs({
  options: {
    node24: { type: "boolean", default: false },
    node: { type: "string", default: process.execPath },
    rounds: { type: "string" },
    seconds: { type: "string" },
    minutes: { type: "string" },
    peers: { type: "string" },
  },
});

function run(command, args, cwd = ROOT) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const passed = ["rounds", "seconds", "minutes", "peers"].flatMap((name) =>
  options[name] === undefined ? [] : [`--${name}`, options[name]],
);
const { execPath } = process;
run("npx", ["tsc", "-b", "packages/cloche"], join(ROOT, ".."));
run("npm", ["run", "--silent", "build"]);
run(execPath, ["conformance.mjs", ...(options.peers === undefined ? [] : [options.peers])]);
// The measuring itself stays off the core of the servers.
const nodes = options.node24 ? [options.node, node24()] : [options.node];
for (const node of nodes) run("taskset", ["-c", "1", execPath, "measure/http.mjs", ...passed, "--node", node]);
run(execPath, ["measure/report.mjs"]);
