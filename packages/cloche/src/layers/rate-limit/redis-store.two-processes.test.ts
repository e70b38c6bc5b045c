/** Two processes and one Redis under load: the limit holds, and so does what was declared for an outage. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningRedis, startRedis } from "../../../../../tools/redis.mjs";
import { redisInstalled, redisSuite } from "./real-redis.contract.js";
import type { WhenAway } from "./when-away.js";

const QUOTA = 200;
const PROCESSES = 2;
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Takes as fast as it can, and counts what was let through in each phase that the test calls out. */
const CHILD = `
import { createViteServer } from "vitest/node";
import { createClient } from "redis";
const [here, url, quota, whenAway] = process.argv.slice(1);
const vite = await createViteServer({
  root: here, configFile: false, appType: "custom", logLevel: "error",
  server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true },
});
const layer = await vite.ssrLoadModule(here + "index.ts");
const client = createClient({ url, disableOfflineQueue: true });
client.on("error", () => {});
await client.connect();
const store = layer.withOutagePolicy(layer.redisLimitStore(layer.fromNodeRedis(client)), {
  whenAway, processes: ${PROCESSES}, timeoutMilliseconds: 3000,
  emit: ({ name }) => process.send({ event: name }),
});
let phase = "start", running = true;
const tally = {};
process.on("message", (message) => { if (message === "end") running = false; else phase = message; });
process.send({ event: "ready" });
while (running) {
  await Promise.all(Array.from({ length: 20 }, async () => {
    const at = phase;
    const policy = layer.readLimit(quota + " per hour by everyone", at);
    const [verdict] = await store.take([{ key: policy.scope + "k", policy, cost: 1 }], Date.now());
    const counted = (tally[at] ??= { asked: 0, allowed: 0, away: 0 });
    counted.asked += 1;
    if (verdict.allowed) counted.allowed += 1;
    if (verdict.storeAway) counted.away += 1;
  }));
  await new Promise((resolve) => setTimeout(resolve, 1));
}
client.destroy();
await vite.close();
process.send({ tally }, () => process.exit(0));
`;

interface Count {
  readonly asked: number;
  readonly allowed: number;
  readonly away: number;
}

interface Worker {
  readonly child: ChildProcess;
  readonly events: string[];
  tell(message: string): void;
  end(): Promise<Readonly<Record<string, Count>>>;
}

function startWorker(url: string, whenAway: WhenAway): Worker {
  const args = ["--input-type=module", "--eval", CHILD, HERE, url, `${QUOTA}`, whenAway];
  const child = spawn(process.execPath, args, { cwd: HERE, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const events: string[] = [];
  let tally: Readonly<Record<string, Count>> = {};
  child.on("message", (message: { event?: string; tally?: typeof tally }) => {
    if (message.event !== undefined) events.push(message.event);
    tally = message.tally ?? tally;
  });
  return {
    child,
    events,
    tell: (message) => void child.send(message),
    async end() {
      child.send("end");
      await once(child, "exit");
      return tally;
    },
  };
}

const pause = async (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(!redisInstalled)(redisSuite("two processes and one Redis"), () => {
  let redis: RunningRedis;
  let workers: Worker[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => () => {
    for (const { child } of workers) child.kill("SIGKILL");
  });
  afterAll(async () => redis.stop());

  const everybody = (message: string) => {
    for (const worker of workers) worker.tell(message);
  };
  const allHeard = async (event: string) =>
    expect.poll(() => workers.every(({ events }) => events.includes(event)), { timeout: 30_000 }).toBe(true);

  async function through(whenAway: WhenAway) {
    workers = Array.from({ length: PROCESSES }, () => startWorker(redis.url, whenAway));
    await allHeard("ready");
    everybody("up");
    await pause(600);
    everybody("going");
    // What was asked while it was up is answered while it is up.
    await pause(300);
    await redis.kill();
    await allHeard("store.away");
    everybody("away");
    await pause(800);
    everybody("coming");
    await pause(100);
    await redis.restart();
    await allHeard("store.back");
    everybody("back");
    await pause(600);
    const tallies = await Promise.all(workers.map(async (worker) => worker.end()));
    const sum = (phase: string, what: keyof Count) =>
      tallies.reduce((total, tally) => total + (tally[phase]?.[what] ?? 0), 0);
    return { sum, tallies };
  }

  it.each([
    ["deny", 0],
    ["local", QUOTA],
    ["allow", Number.POSITIVE_INFINITY],
  ] as const)(
    "hold the limit before and after Redis was killed, and %s meanwhile",
    async (whenAway, most) => {
      const { sum, tallies } = await through(whenAway);
      for (const phase of ["up", "back"]) {
        expect(sum(phase, "asked")).toBeGreaterThan(QUOTA * 2);
        expect([phase, sum(phase, "allowed"), sum(phase, "away")]).toEqual([phase, QUOTA, 0]);
      }
      expect(sum("away", "asked")).toBeGreaterThan(QUOTA * 2);
      if (whenAway === "allow") expect(sum("away", "allowed")).toBe(sum("away", "asked"));
      else expect(sum("away", "allowed")).toBe(most);
      for (const { away } of tallies) {
        if (whenAway === "local") expect(away?.allowed).toBe(QUOTA / PROCESSES);
      }
    },
    60_000,
  );
});
