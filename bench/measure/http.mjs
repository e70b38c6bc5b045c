/**
 * Alternating rounds over the peers, under one Node.js. CPU time for each answer is the server's own, read before and
 * after; a sample during which other programs held its core is taken again while the minutes last.
 *
 * Usage: node measure/http.mjs [--rounds N] [--seconds S] [--minutes M] [--peers ID,ID] [--node BINARY] [--with FILE]
 * `--with` adds the rounds of an earlier run of the same peers in which no sample was contended. The samples go to
 * results/http-<Node.js major>.json and the tables to standard output.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { goalTable } from "./goals.mjs";
import { CONNECTIONS } from "./load.mjs";
import { machine } from "./machine.mjs";
import { chosenPeers } from "./peers.mjs";
import { FOREIGN_LIMIT, measureRound } from "./round.mjs";
import { ROOT } from "./server.mjs";
import { runReport } from "./table.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "6" },
    minutes: { type: "string", default: "45" },
    peers: { type: "string" },
    node: { type: "string", default: process.execPath },
    with: { type: "string" },
  },
});
const wanted = Number(options.rounds);
const seconds = Number(options.seconds);
const peers = chosenPeers(options.peers);
const major = /v(\d+)/.exec(execFileSync(options.node, ["--version"], { encoding: "utf8" }))[1];
const file = join(ROOT, "results", `http-${major}.json`);

function cleanRounds(earlier) {
  const isClean = (round) =>
    Object.values(round).every((kinds) => Object.values(kinds).every(({ foreign }) => foreign < FOREIGN_LIMIT));
  return JSON.parse(readFileSync(earlier, "utf8")).rounds.filter(isClean);
}

mkdirSync(join(ROOT, "results"), { recursive: true });
const startedAt = Date.now();
const rounds = options.with === undefined ? [] : cleanRounds(options.with);
const run = { rounds, seconds, connections: CONNECTIONS, node: machine(options.node) };
for (let round = 0; round < wanted; round += 1) {
  const endsAt = startedAt + (Number(options.minutes) * 60_000 * (round + 1)) / wanted;
  rounds.push(await measureRound(peers, { round, seconds, endsAt, node: options.node, tell: console.error }));
  writeFileSync(file, JSON.stringify(run, null, 1));
}
rmSync(join(ROOT, ".work"), { recursive: true, force: true });
console.log(`${runReport(run)}\n\n${goalTable(rounds)}`);
