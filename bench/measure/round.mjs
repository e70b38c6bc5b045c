/** One round over the peers: each started afresh on core 0, each kind of load driven through all of them in turn. */
import { KINDS } from "./kinds.mjs";
import { drive, prepare } from "./load.mjs";
import { coreTimes, waitForQuiet } from "./quiet.mjs";
import { startPeer } from "./server.mjs";

/** A sample during which other programs held more of the core than this is contended. */
export const FOREIGN_LIMIT = 0.05;

const WARMUP_REQUESTS = 5_000;
const WARMUP_BURSTS = 20;
const SETTLING_BURSTS = { least: 3, most: 8 };
// Under this share of the least cost so far, a burst is still falling.
const STILL_FALLING = 0.97;
// A sample of fewer says nothing; it happens when others hold the machine.
const MIN_REQUESTS = 200;
const QUIET_WAIT_S = 2;
const MAX_PASSES = 10;

/**
 * Measures every peer once with every kind. All the peers of a round are up together, so that a ratio compares
 * neighbours in time. Contended samples are tried again until `endsAt`; the best one stays.
 *
 * @param options `round` its number from 0, `seconds` of a sample, `endsAt` in ms, `node` the binary, `tell` hears lines
 * @returns samples by peer and kind
 */
export async function measureRound(peers, options) {
  const order = roundOrder(peers, options.round);
  const servers = new Map();
  const samples = Object.fromEntries(peers.map(({ id }) => [id, {}]));
  try {
    for (const peer of order) servers.set(peer.id, await startPeer(peer, { node: options.node }));
    for (const server of servers.values()) await warmUp(server);
    let pending = KINDS.flatMap((kind) => order.map(({ id }) => ({ id, kind })));
    for (let pass = 0; pass < MAX_PASSES && pending.length > 0; pass += 1) {
      pending = await takeAll(pending, { ...options, servers, samples });
    }
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
  return samples;
}

/** Every other round runs backwards and the start moves on, so that no peer always follows the same neighbour. */
function roundOrder(peers, round) {
  const start = (round * 3) % peers.length;
  const order = [...peers.slice(start), ...peers.slice(0, start)];
  return round % 2 === 1 ? order.reverse() : order;
}

/** Takes each sample that is still wanted; gives those that were contended. */
async function takeAll(pending, { servers, samples, seconds, endsAt, round, tell }) {
  const contended = [];
  for (const { id, kind } of pending) {
    const timeIsUp = Date.now() >= endsAt;
    if (timeIsUp && samples[id][kind.id] !== undefined) continue;
    if (!timeIsUp) await waitForQuiet(QUIET_WAIT_S);
    const sample = await measure(servers.get(id), kind, seconds);
    const kept = samples[id][kind.id];
    if (sample !== null && (kept === undefined || sample.foreign < kept.foreign)) samples[id][kind.id] = sample;
    const clean = sample !== null && samples[id][kind.id].foreign < FOREIGN_LIMIT;
    if (!clean) contended.push({ id, kind });
    tell(
      `round ${round + 1} ${kind.id.padEnd(7)} ${id.padEnd(14)} ${sample?.cpuUs.toFixed(1)} \u00b5s${clean ? "" : " *"}`,
    );
  }
  return contended;
}

async function measure(server, kind, seconds) {
  const file = await prepare(kind.load, server.port);
  const { thinkMs } = kind;
  if (thinkMs > 0) await drive(server.port, { file, seconds: 1, thinkMs });
  else await settle(server, file);
  const [coreBefore] = coreTimes();
  const before = await server.usage();
  const result = await drive(server.port, { file, seconds, thinkMs });
  const after = await server.usage();
  const [coreAfter] = coreTimes();
  if (result.requests < MIN_REQUESTS) return null;
  const own = after.cpuUs - before.cpuUs;
  return {
    rps: result.requests / (result.durationUs / 1e6),
    p50Ms: result.p50Us / 1000,
    p99Ms: result.p99Us / 1000,
    cpuUs: own / result.requests,
    userUs: (after.userUs - before.userUs) / result.requests,
    systemUs: (after.systemUs - before.systemUs) / result.requests,
    rssMb: after.rss / 2 ** 20,
    foreign: Math.max(0, coreAfter - coreBefore - own) / result.durationUs,
  };
}

/** By count, not by time: on a busy machine a few seconds may hold few requests. */
async function warmUp(server) {
  for (const kind of ["order", "read", "webhook"]) {
    const file = await prepare(kind, server.port);
    let served = 0;
    for (let burst = 0; burst < WARMUP_BURSTS && served < WARMUP_REQUESTS; burst += 1) {
      served += (await drive(server.port, { file, seconds: 1 })).requests;
    }
  }
}

/**
 * Drives a server until its cost for each answer falls no more. Compiling what runs often is done beside the requests
 * and counts as the server's: after a start it is the greater part, for seconds, and grows with the code there is.
 */
async function settle(server, file) {
  let least = Number.POSITIVE_INFINITY;
  for (let burst = 1; burst <= SETTLING_BURSTS.most; burst += 1) {
    const before = await server.usage();
    const { requests } = await drive(server.port, { file, seconds: 1 });
    const cost = ((await server.usage()).cpuUs - before.cpuUs) / requests;
    if (burst >= SETTLING_BURSTS.least && cost > least * STILL_FALLING) return;
    least = Math.min(least, cost);
  }
}
