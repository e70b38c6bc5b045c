/** Every replay store keeps the same promises: one claim wins, done stays, a lost claim lapses. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/index.js";
import { describeReplayStore, type ReplayStoreUnderTest } from "../../../testing/index.js";
import {
  memoryReplayStore,
  POSTGRES_REPLAY_DDL,
  postgresReplayStore,
  type ReplayStore,
  redisReplayStore,
} from "../index.js";

interface Fixture extends ReplayStoreUnderTest {
  readonly close: () => Promise<void> | void;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function memory(): Fixture {
  const clock = fixedClock(Date.UTC(2026, 0, 1));
  const stores = new Map<number, ReplayStore>();
  return {
    open(leaseSeconds) {
      const store = stores.get(leaseSeconds) ?? memoryReplayStore({ leaseSeconds, clock });
      stores.set(leaseSeconds, store);
      return store;
    },
    wait: (milliseconds) => clock.advance(milliseconds),
    close: () => {},
  };
}

async function postgres(): Promise<Fixture> {
  const database = await PGlite.create();
  await database.exec(POSTGRES_REPLAY_DDL);
  return {
    open: (leaseSeconds) => postgresReplayStore((text, rest) => database.query<object>(text, rest), { leaseSeconds }),
    wait: sleep,
    close: () => database.close(),
  };
}

async function redis(): Promise<Fixture> {
  const port = await freePort();
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", options, { stdio: "ignore" });
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on("error", () => {});
  await client.connect();
  return {
    open: (leaseSeconds) => redisReplayStore(client, { leaseSeconds }),
    wait: sleep,
    async close() {
      client.destroy();
      server.kill();
      await once(server, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

const STORES = [
  { name: "memory", start: memory, shared: false, present: true },
  { name: "postgres", start: postgres, shared: true, present: true },
  { name: "redis", start: redis, shared: true, present: hasRedis },
];

describe.each(STORES.filter(({ present }) => present))("$name", ({ name, start, shared }) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await start();
  });
  afterAll(() => fixture.close());

  describeReplayStore({ name, shared }, { describe, it }, () => fixture);
});

describe("memory, when it is full", () => {
  it("forgets the oldest settled key and keeps every running one", async () => {
    const store = memoryReplayStore({ maxEntries: 2 });
    store.claim("running", 60);
    store.claim("settled", 60);
    store.done("settled");
    expect(store.claim("new", 60)).toBe("claimed");
    expect(store.claim("running", 60)).toBe("running");
    expect(store.claim("late", 60)).toBe("running");
  });
});

describe("postgres, over time", () => {
  it("drops what has expired", async () => {
    const database = await PGlite.create();
    await database.exec(POSTGRES_REPLAY_DDL);
    const store = postgresReplayStore((text, rest) => database.query<object>(text, rest));
    await store.claim("short", 1);
    await store.claim("long", 60);
    await sleep(1100);
    await store.purge();
    expect((await database.query("SELECT key FROM cloche_replay")).rows).toEqual([{ key: "long" }]);
    await database.close();
  });
});

describe("a store that is away", () => {
  it("rejects instead of guessing", async () => {
    const away = () => Promise.reject(new Error("connection refused"));
    await expect(postgresReplayStore(away).claim("key", 60)).rejects.toThrow();
    await expect(redisReplayStore({ eval: away }).claim("key", 60)).rejects.toThrow();
    await expect(redisReplayStore({ eval: async () => null }).claim("key", 60)).rejects.toThrow(TypeError);
  });
});
