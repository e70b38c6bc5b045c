/** A real Redis Cluster, of one node and of several: which refuses torn keys, sends clients elsewhere, and loses nodes. */
import { createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromNodeRedis, type LimitStore, readLimit, redisLimitStore, withOutagePolicy } from "./index.js";
import { type Connected, connect } from "./movable-redis.contract.js";
import { redisInstalled, redisSuite } from "./real-redis.contract.js";
import { type RealRedisCluster, startRedisCluster } from "./real-redis-cluster.contract.js";

const policies = Array.from({ length: 6 }, (_, at) => readLimit("4 per minute by address", `p${at}`));
const asks = policies.map((policy, at) => ({ key: `c${at}`, policy, cost: 1 }));

describe.skipIf(!redisInstalled)(redisSuite("a real Redis Cluster of one node"), () => {
  let cluster: RealRedisCluster;
  let client: Connected;

  beforeAll(async () => {
    cluster = await startRedisCluster(1);
    client = await connect(cluster.nodes[0]?.url ?? "");
  });
  afterAll(async () => {
    client.destroy();
    await cluster.stop();
  });

  it("keeps the keys of one call in one slot", async () => {
    const store = redisLimitStore(fromNodeRedis(client));
    expect((await store.take(asks, 0)).map(({ remaining }) => remaining)).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it("would be refused without the hash tag", async () => {
    const torn = redisLimitStore(fromNodeRedis(client), { prefix: "untagged:" });
    await expect(torn.take(asks, 0)).rejects.toThrow(/CROSSSLOT/);
  });

  it("answers in the order of the asks where the keys are spread, and never lets more through", async () => {
    const store = redisLimitStore(fromNodeRedis(client), { prefix: "{spread}:", spread: 64 });
    let passed = 0;
    for (let i = 0; i < 10; i += 1) {
      const verdicts = await store.take(asks, 0);
      expect(verdicts.map(({ policy }) => policy)).toEqual(policies);
      if (verdicts.every(({ allowed }) => allowed)) passed += 1;
    }
    expect(passed).toBe(4);
    const keys = await client.keys("{spread.*");
    expect(new Set(keys.map((key) => key.slice(0, key.indexOf("}")))).size).toBeGreaterThan(1);
  });
});

describe.skipIf(!redisInstalled)(redisSuite("a real Redis Cluster of three nodes"), () => {
  const CALLERS = 30;
  const QUOTA = 5;
  const policy = readLimit(`${QUOTA} per hour by caller`, "spread");
  let cluster: RealRedisCluster;
  let client: ReturnType<typeof createCluster>;

  beforeAll(async () => {
    cluster = await startRedisCluster(3);
    client = createCluster({
      rootNodes: [{ url: cluster.nodes[0]?.url ?? "" }],
      defaults: { disableOfflineQueue: true },
    });
    client.on("error", () => {});
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await cluster.stop();
  });

  /** How many of each caller's requests are let through, all sent at the same moment. */
  async function passed(store: LimitStore, requests: number): Promise<readonly number[]> {
    const one = async (caller: number) => {
      const [verdict] = await store.take([{ key: `caller-${caller}`, policy, cost: 1 }], 0);
      return verdict?.allowed === true ? 1 : 0;
    };
    const each = async (_: unknown, caller: number) => {
      const answers = await Promise.all(Array.from({ length: requests }, async () => one(caller)));
      return answers.reduce<number>((sum, answer) => sum + answer, 0);
    };
    return Promise.all(Array.from({ length: CALLERS }, each));
  }

  it("spreads the callers over its nodes, teaches each the script, and lets none beyond the limit", async () => {
    const store = redisLimitStore(fromNodeRedis(client), { spread: 64 });
    expect(new Set(await passed(store, 12))).toEqual(new Set([QUOTA]));
    const kept = await cluster.everywhere<number>("DBSIZE");
    expect(kept.reduce((sum, count) => sum + count, 0)).toBe(CALLERS);
    expect(Math.min(...kept)).toBeGreaterThan(0);
  });

  it("does what was declared for an outage once a node is gone, for every caller", async () => {
    const plenty = readLimit("1000000 per hour by caller", "plenty");
    const store = withOutagePolicy(redisLimitStore(fromNodeRedis(client), { spread: 64 }), {
      whenAway: "deny",
      timeoutMilliseconds: 500,
    });
    const everybody = async () =>
      Promise.all(
        Array.from({ length: CALLERS }, async (_, caller) => {
          const [verdict] = await store.take([{ key: `plenty-${caller}`, policy: plenty, cost: 1 }], 0);
          return verdict?.allowed === true ? "allowed" : verdict?.storeAway === true ? "denied" : "refused";
        }),
      );
    expect(new Set(await everybody())).toEqual(new Set(["allowed"]));
    await cluster.nodes[2]?.stop();
    await expect.poll(async () => [...new Set(await everybody())], { timeout: 20_000 }).toEqual(["denied"]);
  });
});
