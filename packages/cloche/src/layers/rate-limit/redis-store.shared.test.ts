/** Bans, shadows and slots in a real Redis, and how many calls they take. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import {
  ALGORITHMS,
  concurrency,
  fromNodeRedis,
  memoryLimitStore,
  type RedisScripts,
  readLimit,
  redisLimitStore,
} from "./index.js";
import { describePenalties } from "./limit-store.penalties.contract.js";
import { type Connected, connect, movable } from "./movable-redis.contract.js";
import { type RealRedis, redisInstalled, redisSuite, startRedis } from "./real-redis.contract.js";
import { describeSlotStore } from "./slot-store.contract.js";

const START = Date.UTC(2026, 0, 1);

let server: RealRedis;
let client: Connected;

describe.skipIf(!redisInstalled)(redisSuite("a real Redis server"), () => {
  beforeAll(async () => {
    server = await startRedis();
    client = await connect(server.url);
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  const under = (spread = 1) => {
    const clock = fixedClock(START);
    return {
      store: redisLimitStore(
        movable(client, () => clock.now()),
        { spread },
      ),
      ...clock,
    };
  };
  describePenalties("redis", under);
  describeSlotStore("redis", under);
  describeSlotStore("redis, spread over slots", () => under(16));

  it.each(ALGORITHMS)("answers exactly as the memory store does, bans and shadows included (%s)", async (algorithm) => {
    const requests = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 12_000 }), cost: fc.integer({ min: 0, max: 4 }) }),
      { minLength: 1, maxLength: 30 },
    );
    const rules = fc.record({
      quota: fc.integer({ min: 1, max: 6 }),
      window: fc.integer({ min: 1, max: 15 }),
      after: fc.integer({ min: 1, max: 3 }),
      lasts: fc.integer({ min: 1, max: 20 }),
      grows: fc.constantFrom("double" as const, "never" as const),
      shadow: fc.boolean(),
    });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(rules, requests, async ({ quota, window, after, lasts, grows, shadow }, all) => {
        const ban = { after, for: lasts, grows, upTo: lasts * 3 };
        const policy = readLimit({ quota, window, by: "address", algorithm, ban, shadow }, "p");
        const wide = readLimit({ quota: 20, window: 30, by: "address", ban: { after: 2, for: 9 } }, "wide");
        let now = START;
        const memory = memoryLimitStore();
        const redis = redisLimitStore(movable(client, () => now));
        runs += 1;
        for (const { wait, cost } of all) {
          now += wait;
          const asks = [
            { key: `${algorithm}:ban:${runs}:a`, policy, cost },
            { key: `${algorithm}:ban:${runs}:b`, policy: wide, cost },
          ];
          expect(await redis.take(asks, now)).toEqual(memory.take(asks, now));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("asks for all the policies of a request in one call, on the wire too", async () => {
    const scripts = fromNodeRedis(client);
    let calls = 0;
    const counting: RedisScripts = {
      evalScript(...given) {
        calls += 1;
        return scripts.evalScript(...given);
      },
    };
    const store = redisLimitStore(counting);
    const asks = ALGORITHMS.map((algorithm) => ({
      key: `once:${algorithm}`,
      policy: readLimit({ quota: 5, window: 60, by: "address", algorithm, ban: { after: 2, for: 60 } }, algorithm),
      cost: 1,
    }));
    await store.take(asks, START);
    await client.configResetStat();
    calls = 0;
    for (let i = 0; i < 10; i += 1) expect(await store.take(asks, START)).toHaveLength(4);
    const slots = ["a", "b", "c"].map((key) => ({ key, policy: concurrency("9 at once by caller") }));
    expect((await store.acquire(slots, START)).verdicts).toHaveLength(3);
    const evaluated = /cmdstat_evalsha:calls=(\d+)/.exec(await client.info("commandstats"))?.[1];
    const sent = /cmdstat_eval:calls=(\d+)/.exec(await client.info("commandstats"))?.[1] ?? "0";
    // The slots' script was not known to the server yet and was sent once.
    expect([calls, Number(evaluated), Number(sent)]).toEqual([11, 11, 1]);
  });

  it("frees the slots of a process that has crashed, by the server's clock", async () => {
    const policy = concurrency("1 at once by everyone", { lease: 1 });
    const crashed = await connect(server.url);
    await redisLimitStore(fromNodeRedis(crashed)).acquire([{ key: "crash", policy }], 0);
    crashed.destroy();
    const store = redisLimitStore(fromNodeRedis(client));
    const acquire = async () => (await store.acquire([{ key: "crash", policy }], 0)).verdicts[0]?.allowed;
    expect(await acquire()).toBe(false);
    await expect.poll(acquire, { timeout: 3000 }).toBe(true);
  });
});
