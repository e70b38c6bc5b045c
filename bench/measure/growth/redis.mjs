/** Two processes on one Redis: how many commands a request costs, and whether both count together. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { HOST } from "../../peers/workload.mjs";
import { mintToken, postOrder } from "../client.mjs";
import { freePort, startPeer } from "../server.mjs";

const REQUESTS = 200;
const PEER = { id: "cloche-redis", file: "peers/cloche-redis.mjs" };

/** Asks both processes in turn and reads Redis's own statistics. */
export async function twoProcesses() {
  const folder = mkdtempSync(join(tmpdir(), "bench-redis-"));
  const port = await freePort();
  const redis = spawn("redis-server", ["--port", String(port), "--bind", HOST, "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
  const watcher = createClient({ socket: { host: HOST, port, reconnectStrategy: () => 100 } });
  watcher.on("error", () => {});
  const servers = [];
  try {
    await watcher.connect();
    for (const core of [0, 0]) servers.push(await startPeer(PEER, { core, env: { REDIS_PORT: String(port) } }));
    return await ask(servers, watcher);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    watcher.destroy();
    redis.kill();
    await sleep(100);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask(servers, watcher) {
  const token = mintToken();
  for (const { port } of servers) await postOrder(port, token);
  await watcher.configResetStat();
  let last;
  for (let turn = 0; turn < REQUESTS; turn += 1) last = await postOrder(servers[turn % 2].port, token);
  const statistics = await watcher.info("commandstats");
  // What a script does inside Redis is counted there too, but is no round trip.
  const sent = [...statistics.matchAll(/cmdstat_(evalsha|eval|fcall|script\|\w+|multi|exec):calls=(\d+)/g)];
  const left = /r=(\d+)/.exec(last.headers.ratelimit ?? "")?.[1];
  return {
    requests: REQUESTS,
    roundTrips: sent.reduce((sum, [, , calls]) => sum + Number(calls), 0) / REQUESTS,
    commands: sent.map(([, name]) => name).join(", "),
    counted: 1_000_000 - Number(left),
  };
}
