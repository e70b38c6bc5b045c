/** Every store of revocations keeps the same promises, and none forgets one that still matters. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  memoryRevocationStore,
  postgresRevocationStore,
  REVOCATION_TABLE_SQL,
  redisRevocationStore,
} from "../index.js";
import { type RealPostgres, type RealRedis, realPostgres, realRedis } from "../real-servers.contract.js";
import { describeRevocationStore } from "./store.contract.js";

describeRevocationStore("memory", { describe, it }, memoryRevocationStore);

describe("PGlite", () => {
  let database: PGlite;
  beforeAll(async () => {
    database = new PGlite();
    await database.exec(REVOCATION_TABLE_SQL);
    await database.exec(REVOCATION_TABLE_SQL);
  });
  afterAll(() => database.close());

  describeRevocationStore("postgres", { describe, it }, async () => {
    await database.exec("DELETE FROM cloche_revocations");
    return postgresRevocationStore((sql, parameters) => database.query(sql, parameters));
  });
});

describe("a PostgreSQL server", () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await realPostgres(REVOCATION_TABLE_SQL);
  });
  afterAll(() => server.stop());

  describeRevocationStore("postgres", { describe, it }, async () => {
    await server.query("DELETE FROM cloche_revocations", []);
    return postgresRevocationStore(server.query);
  });

  it("drops what is over, and only that", async () => {
    await server.query("DELETE FROM cloche_revocations", []);
    const store = postgresRevocationStore(server.query);
    await store.put({ key: "a", notBefore: 1, expiresAt: 10 }, 0);
    await store.put({ key: "b", notBefore: 1, expiresAt: 11 }, 0);
    expect(await store.purge(10)).toBe(1);
    expect(await store.read(["a", "b"], 0)).toEqual([undefined, 1]);
  });
});

describe("a Redis server", () => {
  let server: RealRedis;
  beforeAll(async () => {
    server = await realRedis();
  });
  afterAll(() => server.stop());

  describeRevocationStore("redis", { describe, it }, async () => {
    await server.client.flushAll();
    return redisRevocationStore(server.client);
  });

  it("asks once for all the keys of a token", async () => {
    let calls = 0;
    const counting = {
      eval: (script: string, options: { keys: string[]; arguments: string[] }) => {
        calls += 1;
        return server.client.eval(script, options);
      },
    };
    await redisRevocationStore(counting).read(["a", "b", "c"], 0);
    expect(calls).toBe(1);
  });

  it("does not take another answer for a list of cut-offs", async () => {
    for (const answer of [null, "OK", [], [1], ["x", null]]) {
      const store = redisRevocationStore({ eval: async () => answer });
      await expect(store.read(["a", "b"], 0)).rejects.toThrow(TypeError);
    }
  });
});

describe("memory, when it is full", () => {
  it("refuses a new revocation rather than forget one, and takes it once another is over", () => {
    const store = memoryRevocationStore({ maxEntries: 2 });
    store.put({ key: "a", notBefore: 1, expiresAt: 10 }, 0);
    store.put({ key: "b", notBefore: 1, expiresAt: 20 }, 0);
    expect(() => store.put({ key: "c", notBefore: 1, expiresAt: 20 }, 5)).toThrow("full");
    store.put({ key: "a", notBefore: 2, expiresAt: 10 }, 5);
    expect(store.read(["a", "b", "c"], 5)).toEqual([2, 1, undefined]);
    store.put({ key: "c", notBefore: 1, expiresAt: 20 }, 10);
    expect(store.read(["a", "b", "c"], 10)).toEqual([undefined, 1, 1]);
  });
});
