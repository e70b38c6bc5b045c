/** Every replay store keeps the same promises: one claim wins, done stays, a lost claim lapses. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/index.js";
import {
  memoryReplayStore,
  POSTGRES_REPLAY_DDL,
  postgresReplayStore,
  type ReplayStore,
  redisReplayStore,
} from "../index.js";

interface Fixture {
  /** Opens another store over the same data, as another process would. */
  readonly open: (leaseSeconds: number) => ReplayStore;
  readonly wait: (milliseconds: number) => Promise<void> | void;
  readonly close: () => Promise<void> | void;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
let counter = 0;
const freshKey = () => {
  counter += 1;
  return `partner:${counter}`;
};

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

describe.each(STORES.filter(({ present }) => present))("$name", ({ start, shared }) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await start();
  });
  afterAll(() => fixture.close());

  it("lets exactly one of many claims win", async () => {
    const key = freshKey();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => fixture.open(60 + (shared ? index : 0)).claim(key, 60)),
    );
    expect(outcomes.filter((outcome) => outcome === "claimed")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "running")).toHaveLength(49);
  });

  it("tells a settled key as done, also to a second store, and never undoes it", async () => {
    const key = freshKey();
    const store = fixture.open(60);
    await store.claim(key, 60);
    await store.done(key);
    await store.release(key);
    expect(await store.claim(key, 60)).toBe("done");
    if (shared) expect(await fixture.open(61).claim(key, 60)).toBe("done");
  });

  it("gives a released key to the next attempt", async () => {
    const key = freshKey();
    const store = fixture.open(60);
    await store.claim(key, 60);
    await store.release(key);
    expect(await store.claim(key, 60)).toBe("claimed");
  });

  it("keeps keys apart", async () => {
    const store = fixture.open(60);
    const [first, second] = [freshKey(), freshKey()];
    expect([await store.claim(first, 60), await store.claim(second, 60)]).toEqual(["claimed", "claimed"]);
  });

  it("does nothing for keys it does not know", async () => {
    const store = fixture.open(60);
    const key = freshKey();
    await store.done(key);
    await store.release(key);
    expect(await store.claim(key, 60)).toBe("claimed");
  });

  it("forgets a settled key when its time is over", async () => {
    const key = freshKey();
    const store = fixture.open(60);
    await store.claim(key, 1);
    await store.done(key);
    expect(await store.claim(key, 1)).toBe("done");
    await fixture.wait(1100);
    expect(await store.claim(key, 1)).toBe("claimed");
  });

  it("gives up a claim that nobody settled, after the lease and not before", async () => {
    const key = freshKey();
    const store = fixture.open(1);
    await store.claim(key, 60);
    expect(await store.claim(key, 60)).toBe("running");
    await fixture.wait(1100);
    expect(await store.claim(key, 60)).toBe("claimed");
    expect(await store.claim(key, 60)).toBe("running");
  });

  it.runIf(shared)("does not let a store release what another one claimed", async () => {
    const key = freshKey();
    await fixture.open(60).claim(key, 60);
    const other = fixture.open(60);
    await other.release(key);
    expect(await other.claim(key, 60)).toBe("running");
  });
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
