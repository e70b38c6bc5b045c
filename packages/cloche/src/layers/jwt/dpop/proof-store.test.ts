/** Every store of used proofs lets one claim win, for its time and in every process. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/index.js";
import { memoryProofStore, PROOF_TABLE_SQL, type ProofStore, postgresProofStore, redisProofStore } from "../index.js";
import { type RealPostgres, type RealRedis, realPostgres, realRedis } from "../real-servers.contract.js";

let database: PGlite;
let postgres: RealPostgres;
let redis: RealRedis;
beforeAll(async () => {
  database = new PGlite();
  await database.exec(PROOF_TABLE_SQL);
  [postgres, redis] = await Promise.all([realPostgres(PROOF_TABLE_SQL), realRedis()]);
});
afterAll(async () => {
  await Promise.all([database.close(), postgres.stop(), redis.stop()]);
});

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

interface Kind {
  readonly make: () => ProofStore;
  readonly wait: (milliseconds: number) => Promise<void> | void;
}
const clock = fixedClock(Date.UTC(2026, 5, 1));
const KINDS: [string, Kind][] = [
  ["memory", { make: () => memoryProofStore({ clock }), wait: (milliseconds) => clock.advance(milliseconds) }],
  ["PGlite", { make: () => postgresProofStore((sql, rest) => database.query(sql, rest)), wait: sleep }],
  ["PostgreSQL", { make: () => postgresProofStore(postgres.query), wait: sleep }],
  ["Redis", { make: () => redisProofStore(redis.client), wait: sleep }],
];

describe.each(KINDS)("the store of proofs in %s", (_, { make, wait }) => {
  it("lets exactly one of fifty claims win", async () => {
    const store = make();
    const outcomes = await Promise.all(Array.from({ length: 50 }, async () => store.claim("many", 60)));
    expect(outcomes.filter((outcome) => outcome === "claimed")).toHaveLength(1);
  });

  it("keeps keys apart, and gives one out again only when its time is over", async () => {
    const store = make();
    expect([await store.claim("a", 1), await store.claim("b'; --", 60)]).toEqual(["claimed", "claimed"]);
    expect(await store.claim("a", 1)).not.toBe("claimed");
    await wait(1100);
    expect([await store.claim("a", 1), await store.claim("b'; --", 60)]).toEqual(["claimed", "done"]);
  });
});

describe("PostgreSQL, over time", () => {
  it("drops what has expired, and only that", async () => {
    await postgres.query("DELETE FROM cloche_dpop_proofs", []);
    const store = postgresProofStore(postgres.query);
    await store.claim("short", 0.01);
    await store.claim("long", 60);
    await sleep(50);
    expect(await store.purge()).toBe(1);
    expect(await store.claim("long", 60)).toBe("done");
  });
});

describe("memory, when it is full", () => {
  it("refuses new proofs rather than let an old one count twice", () => {
    const time = fixedClock(0);
    const store = memoryProofStore({ maxEntries: 2, clock: time });
    expect([store.claim("a", 10), store.claim("b", 20), store.claim("c", 20)]).toEqual(["claimed", "claimed", "full"]);
    expect(store.claim("a", 10)).toBe("done");
    time.advance(10_000);
    expect([store.claim("c", 20), store.claim("b", 20)]).toEqual(["claimed", "done"]);
  });
});
