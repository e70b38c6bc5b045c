/**
 * Profiles one peer under each kind of request and writes where its CPU time goes.
 *
 * Usage: node measure/profile.mjs [--peer ID] [--seconds S] [--functions N] [--node24]
 * For `cloche-fastify`, the usual one, the tables go to profile.md; `--functions` prints the library's busiest functions
 * too, each with what it calls outside the library. `--node24` profiles under Node.js 24 too, fetched through npm.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { drive, prepare } from "./load.mjs";
import { machine } from "./machine.mjs";
import { node24 } from "./node24.mjs";
import { chosenPeers } from "./peers.mjs";
import { ROOT, startPeer } from "./server.mjs";
import { markdownTable } from "./statistics.mjs";

const { values: options } = parseArgs({
  options: {
    peer: { type: "string", default: "cloche-fastify" },
    seconds: { type: "string", default: "6" },
    functions: { type: "string", default: "0" },
    node24: { type: "boolean", default: false },
  },
});
const KINDS = ["order", "read", "webhook"];
const LEAST_SHARE = 0.004;
const USUAL = "cloche-fastify";
/** Until the compilers have little left to do. */
const WARM_UP_SECONDS = 6;

async function profile(peer, kind, node) {
  const work = join(ROOT, ".work");
  mkdirSync(work, { recursive: true });
  const folder = mkdtempSync(join(work, "profile-"));
  const nodeArgs = ["--cpu-prof", "--cpu-prof-dir", folder, "--cpu-prof-interval", "200"];
  const server = await startPeer(peer, {
    node,
    nodeArgs: [...nodeArgs, "--import", "./measure/exit-on-term.mjs"],
  });
  const file = await prepare(kind, server.port);
  await drive(server.port, { file, seconds: WARM_UP_SECONDS });
  const before = await server.usage();
  const { requests } = await drive(server.port, { file, seconds: Number(options.seconds) });
  const after = await server.usage();
  await server.stop();
  const [name] = readdirSync(folder);
  const recorded = JSON.parse(readFileSync(join(folder, name), "utf8"));
  rmSync(folder, { recursive: true });
  return { ...shares(recorded), cpuUs: (after.cpuUs - before.cpuUs) / requests };
}

/** Counts the last seconds alone: the server's start is none of a request's. */
function shares(recorded) {
  const self = selfTimes(recorded);
  const parents = new Map(recorded.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(recorded.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPart = new Map();
  const byFunction = new Map();
  let busy = 0;
  for (const [id, us] of self) {
    const frame = frames.get(id);
    if (frame.functionName === "(idle)" || frame.functionName === "(root)") continue;
    busy += us;
    add(byPart, partOf(frame) ?? partOf(callerOf(id, { parents, frames, isIt: ({ url }) => url !== "" })), us);
    const ours = callerOf(id, { parents, frames, isIt: ({ url }) => OURS.test(url) });
    if (ours !== undefined) add(byFunction, labelOf(ours), us);
  }
  for (const map of [byPart, byFunction]) for (const [key, us] of map) map.set(key, us / busy);
  return { byPart, byFunction };
}

function selfTimes({ samples, timeDeltas, startTime, endTime }) {
  const self = new Map();
  const from = endTime - Number(options.seconds) * 1e6;
  let now = startTime;
  for (const [at, sample] of samples.entries()) {
    now += timeDeltas[at];
    if (now >= from) add(self, sample, timeDeltas[at]);
  }
  return self;
}

/** The nearest frame, from this one up, that `isIt`. */
function callerOf(id, { parents, frames, isIt }) {
  for (let at = id; at !== undefined; at = parents.get(at)) if (isIt(frames.get(at))) return frames.get(at);
  return undefined;
}

function add(map, key, amount) {
  map.set(key, (map.get(key) ?? 0) + amount);
}

const OURS = /packages\/cloche\/dist\//;
const SOCKET_WRITES = new Set(["writev", "writeUtf8String", "writeLatin1String", "writeBuffer"]);
const PARTS = [
  [/packages\/cloche\/dist\/layers\/([^/]+)/, (match) => `cloche: ${match[1]} layer`],
  [/packages\/cloche\/dist\/([^/]+)/, (match) => `cloche: ${match[1]}`],
  [/bench\/peers\//, () => "the handlers and their store"],
  [/node_modules\/((?:@[^/]+\/)?[^/]+)/, (match) => match[1]],
  [/^node:internal\/(?:deps\/)?(?:streams|event|stream|http|_http)/, () => "node:http and streams"],
  [/^node:_?(?:http|stream|net|events)/, () => "node:http and streams"],
  [/^node:(?:internal\/)?(?:crypto|_tls)/, () => "node:crypto"],
  [/^node:/, () => "the rest of Node.js"],
];

/** The part a frame belongs to; `undefined` for a built-in function, which is its caller's. */
function partOf(frame) {
  if (frame === undefined) return "other built-in functions";
  const { functionName, url } = frame;
  if (functionName === "(garbage collector)") return "garbage collector";
  if (functionName === "(program)") return "native code outside JavaScript";
  if (SOCKET_WRITES.has(functionName)) return "writing to the socket";
  if (url === "") return undefined;
  for (const [pattern, name] of PARTS) {
    const match = pattern.exec(url);
    if (match !== null) return name(match);
  }
  return "compiled by zod or the framework";
}

function labelOf({ functionName, url, lineNumber }) {
  const path = url.replace(/^.*\/(?:packages\/cloche|node_modules|bench)\//, "");
  return `${functionName || "(anonymous)"} ${path === "" ? "" : `${path}:${lineNumber + 1}`}`;
}

function report(profiles) {
  const parts = [...new Set(profiles.flatMap(({ byPart }) => [...byPart.keys()]))];
  const total = (part) => profiles.reduce((sum, { byPart }) => sum + (byPart.get(part) ?? 0), 0);
  const cell = ({ byPart, cpuUs }, part) => {
    const share = byPart.get(part) ?? 0;
    return `${(share * cpuUs).toFixed(1)} (${(100 * share).toFixed(1)} %)`;
  };
  const rows = parts
    .filter((part) => total(part) >= LEAST_SHARE * profiles.length)
    .sort((a, b) => total(b) - total(a))
    .map((part) => [part, ...profiles.map((one) => cell(one, part))]);
  const all = ["all", ...profiles.map(({ cpuUs }) => cpuUs.toFixed(1))];
  return markdownTable(["time in", ...KINDS], [...rows, all]);
}

function printFunctions(kind, { byFunction }) {
  // With all they call that is not ours.
  const busiest = [...byFunction].sort((a, b) => b[1] - a[1]).slice(0, Number(options.functions));
  console.log(`\n${kind}`);
  for (const [label, share] of busiest) console.log(`${(100 * share).toFixed(1).padStart(6)} %  ${label}`);
}

const [peer] = chosenPeers(options.peer);
const sections = [];
for (const node of options.node24 ? [process.execPath, node24()] : [process.execPath]) {
  const profiles = [];
  for (const kind of KINDS) profiles.push(await profile(peer, kind, node));
  sections.push(`## ${machine(node)}`, report(profiles));
  for (const [at, kind] of KINDS.entries()) if (options.functions !== "0") printFunctions(kind, profiles[at]);
}
const text = [
  `# Where the time goes: ${peer.note}`,
  "\u00b5s of CPU for each answer, sampled every 0.2 ms while the server was profiled, which costs a little itself. Built-in functions count with their callers.",
  ...sections,
].join("\n\n");
if (peer.id === USUAL) writeFileSync(join(ROOT, "profile.md"), `${text}\n`);
console.log(text);
