/** Starts a real Redis server for tests, on the loopback interface and without persistence. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** Whether `redis-server` is on the PATH. */
export const redisInstalled = spawnSync("redis-server", ["--version"]).status === 0;

/** Why a suite is skipped where it is not. */
export const redisSuite = (what: string): string =>
  redisInstalled ? what : `${what} (skipped: redis-server is not on the PATH)`;

/** A running server. */
export interface RealRedis {
  readonly port: number;
  readonly url: string;
  /** Ends this server and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a server on `port`, or on a free one; `more` is added to its options. */
export async function startRedis(port?: number, more: readonly string[] = []): Promise<RealRedis> {
  const chosen = port ?? (await freePort());
  const options = ["--port", `${chosen}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", ...more];
  const child = spawn("redis-server", options, { stdio: ["ignore", "pipe", "ignore"] });
  await untilReady(child);
  return {
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error("redis-server ended before it was ready")));
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.includes("Ready to accept connections")) resolve();
    });
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
