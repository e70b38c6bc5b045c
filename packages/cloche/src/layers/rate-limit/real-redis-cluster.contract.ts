/** Starts a real Redis Cluster for tests: so many masters on the loopback interface, without replicas. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "./movable-redis.contract.js";
import { freePort, type RealRedis, startRedis } from "./real-redis.contract.js";

const SLOTS = 16_384;

/** A running cluster. */
export interface RealRedisCluster {
  readonly nodes: readonly RealRedis[];
  /** Runs a command on every node. */
  everywhere<Answer = unknown>(...command: readonly string[]): Promise<readonly Answer[]>;
  stop(): Promise<void>;
}

/** Starts `count` masters that share the slots, and waits until each of them knows all. */
export async function startRedisCluster(count: number): Promise<RealRedisCluster> {
  const folders = Array.from({ length: count }, () => mkdtempSync(join(tmpdir(), "redis-cluster-")));
  const buses: number[] = [];
  const nodes: RealRedis[] = [];
  for (const folder of folders) {
    // Unless it is said, the nodes' own port is 10,000 further up, where there may be none.
    const bus = await freePort();
    buses.push(bus);
    const options = ["--cluster-enabled", "yes", "--dir", folder, "--cluster-port", `${bus}`];
    nodes.push(await startRedis(undefined, [...options, "--cluster-node-timeout", "1000"]));
  }
  const clients = await Promise.all(nodes.map(async ({ url }) => connect(url)));
  const everywhere = async <Answer>(...command: readonly string[]) =>
    Promise.all(clients.map(async (client) => client.sendCommand<Answer>([...command])));
  for (const [index, client] of clients.entries()) {
    const first = Math.ceil((index * SLOTS) / count);
    const last = Math.ceil(((index + 1) * SLOTS) / count) - 1;
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", `${first}`, `${last}`]);
    if (index > 0) {
      await client.sendCommand(["CLUSTER", "MEET", "127.0.0.1", `${nodes[0]?.port}`, `${buses[0]}`]);
    }
  }
  const isReady = (info: string) => info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${count}`);
  while (!(await everywhere<string>("CLUSTER", "INFO")).every(isReady)) await sleep(20);
  return {
    nodes,
    everywhere,
    async stop() {
      for (const client of clients) client.destroy();
      for (const node of nodes) await node.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
