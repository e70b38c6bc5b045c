/** The Redis store against a real server: the contract, equality with the memory store, and a killed server. */
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/index.js";
import { describeLimitStore } from "../../testing/index.js";
import {
  ALGORITHMS,
  fromIoredis,
  fromNodeRedis,
  memoryLimitStore,
  readLimit,
  redisLimitStore,
  withOutagePolicy,
} from "./index.js";
import { type Connected, connect, movable } from "./movable-redis.contract.js";
import { type RealRedis, redisInstalled, redisSuite, startRedis } from "./real-redis.contract.js";

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

  describeLimitStore("redis", { describe, it }, () => {
    const clock = fixedClock(START);
    return { store: redisLimitStore(movable(client, () => clock.now())), ...clock };
  });

  it.each(ALGORITHMS)("answers exactly as the memory store does (%s)", async (algorithm) => {
    const requests = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 9000 }), cost: fc.integer({ min: 0, max: 4 }) }),
      { minLength: 1, maxLength: 25 },
    );
    let runs = 0;
    const limits = fc.record({ quota: fc.integer({ min: 1, max: 30 }), window: fc.integer({ min: 1, max: 15 }) });
    await fc.assert(
      fc.asyncProperty(limits, requests, async (limit, all) => {
        const policy = readLimit({ ...limit, by: "address", algorithm }, "p");
        const wide = readLimit({ quota: 60, window: 30, by: "address", algorithm: "fixed-window" }, "wide");
        let now = START;
        const memory = memoryLimitStore();
        const redis = redisLimitStore(movable(client, () => now));
        runs += 1;
        const keys = [`${algorithm}:${runs}:a`, `${algorithm}:${runs}:b`] as const;
        for (const { wait, cost } of all) {
          now += wait;
          const asks = [
            { key: keys[0], policy, cost },
            { key: keys[1], policy: wide, cost },
          ];
          expect(await redis.take(asks, now)).toEqual(memory.take(asks, now));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps time by the server's clock, whatever this process believes", async () => {
    const policy = readLimit("2 per second by address", "quick");
    const store = redisLimitStore(fromNodeRedis(client));
    const ask = [{ key: "server-clock", policy, cost: 1 }];
    const take = async (now: number) => (await store.take(ask, now))[0]?.allowed;
    expect([await take(0), await take(10 ** 15), await take(START)]).toEqual([true, true, false]);
    await sleep(1050);
    expect(await take(0)).toBe(true);
  });

  it("lets its keys expire by themselves", async () => {
    for (const algorithm of ALGORITHMS) {
      const policy = readLimit({ quota: 3, window: 60, by: "address", algorithm }, "ttl");
      await redisLimitStore(fromNodeRedis(client), { prefix: "{t}:" }).take([{ key: algorithm, policy, cost: 1 }], 0);
      const left = await client.pTTL(`{t}:${algorithm}`);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(120_000);
    }
  });

  it("holds the limit across several connections at once", async () => {
    const policy = readLimit("25 per minute by address", "many");
    const clients = await Promise.all(Array.from({ length: 4 }, () => connect(server.url)));
    const stores = clients.map((each) => redisLimitStore(fromNodeRedis(each)));
    const takes = stores.flatMap((store) =>
      Array.from({ length: 50 }, async () => store.take([{ key: "many", policy, cost: 1 }], 0)),
    );
    const verdicts = (await Promise.all(takes)).flat();
    for (const each of clients) each.destroy();
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(25);
  });

  it("sends the script again to a server that has lost it", async () => {
    const policy = readLimit("5 per minute by address", "flush");
    const store = redisLimitStore(fromNodeRedis(client));
    await store.take([{ key: "flush", policy, cost: 1 }], 0);
    await client.scriptFlush();
    expect((await store.take([{ key: "flush", policy, cost: 1 }], 0))[0]?.remaining).toBe(3);
  });

  it("works through a client shaped like ioredis", async () => {
    const run =
      (command: string) =>
      (script: string, count: number, ...rest: string[]) =>
        client.sendCommand([command, script, `${count}`, ...rest]) as Promise<unknown>;
    await client.scriptFlush();
    const store = redisLimitStore(fromIoredis({ evalsha: run("EVALSHA"), eval: run("EVAL") }));
    const policy = readLimit("5 per minute by address", "io");
    await store.take([{ key: "io", policy, cost: 1 }], 0);
    expect((await store.take([{ key: "io", policy, cost: 1 }], 0))[0]?.remaining).toBe(3);
  });

  it("starts anew where a key holds something else", async () => {
    await client.set("{cloche}:limit:foreign", "not a counter");
    const policy = readLimit("5 per minute by address", "foreign");
    const store = redisLimitStore(fromNodeRedis(client));
    expect((await store.take([{ key: "foreign", policy, cost: 1 }], 0))[0]?.remaining).toBe(4);
  });
});

describe.skipIf(!redisInstalled)(redisSuite("a real Redis server that is killed and comes back"), () => {
  it("keeps the local share while it is away, and counts there again afterwards", async () => {
    let running = await startRedis();
    const { port } = running;
    const connected = await connect(running.url);
    const clock = fixedClock(START);
    const events: string[] = [];
    const policy = readLimit("40 per hour by address", "killed");
    const store = withOutagePolicy(redisLimitStore(fromNodeRedis(connected)), {
      whenAway: "local",
      processes: 4,
      timeoutMilliseconds: 60,
      clock,
      emit: ({ name }) => events.push(name),
    });
    const take = async () => (await store.take([{ key: "k", policy, cost: 1 }], clock.now()))[0];
    try {
      expect((await take())?.remaining).toBe(39);
      await running.stop();
      const away = [];
      for (let i = 0; i < 30; i += 1) away.push(await take());
      expect(away.filter((verdict) => verdict?.allowed)).toHaveLength(10);
      expect(events).toEqual(["store.away"]);
      running = await startRedis(port);
      await expect
        .poll(
          async () => {
            clock.advance(60_000);
            await take();
            return events;
          },
          { timeout: 10_000 },
        )
        .toEqual(["store.away", "store.back"]);
      expect((await take())?.remaining).toBeGreaterThan(30);
    } finally {
      connected.destroy();
      await running.stop();
    }
  });

  it("answers from the first request on where the server was never there", async () => {
    const nobody = await startRedis();
    await nobody.stop();
    const lost = createClient({ url: nobody.url });
    lost.on("error", () => {});
    lost.connect().catch(() => {});
    const store = withOutagePolicy(redisLimitStore(fromNodeRedis(lost)), {
      whenAway: "deny",
      timeoutMilliseconds: 50,
    });
    const policy = readLimit("5 per minute by address", "lost");
    const verdict = (await store.take([{ key: "k", policy, cost: 1 }], START))[0];
    lost.destroy();
    expect(verdict).toMatchObject({ allowed: false, storeAway: true });
  });
});
