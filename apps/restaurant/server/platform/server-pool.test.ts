/** Statements on a PostgreSQL server: prepared where they come often, in their order, and undone as a whole. */
import { type Kysely, sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import type { Database } from "./schema.js";
import { statementNames } from "./server-pool.js";

it("prepares what comes often, each text under its own name, and what may change with the schema never", () => {
  const nameOf = statementNames();
  const ask = (text: string, times: number) => Array.from({ length: times }, () => nameOf(text)).at(-1);
  expect(ask("select 1", 2)).toBeUndefined();
  const one = nameOf("select 1");
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(nameOf("select 1")).toBe(one);
  expect(ask("select 2", 3)).not.toBe(one);
  expect(ask('select * from "location"', 9)).toBeUndefined();
  expect(ask('select "orders".* from "orders"', 9)).toBeUndefined();
  expect(ask('insert into "orders" ("id") values ($1) returning *', 9)).toBeUndefined();
  expect(ask("create table a (b int)", 9)).toBeUndefined();
  // However many texts there are, a connection keeps only so many.
  for (let at = 0; at < 1000; at += 1) ask(`select 1 as "a${at}"`, 3);
  expect(ask('select 1 as "late"', 9)).toBeUndefined();
  expect(nameOf("select 1")).toBe(one);
});

describeDatabases("the connections", ({ open }) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    ({ db } = await open());
  });

  const numberOf = async (text: string) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from idempotency_key where scope = ${text}`.execute(db);
    return rows[0]?.n;
  };
  const keep = (scope: string, key: string) =>
    db.insertInto("idempotency_key").values({
      ...{ scope, key, fingerprint: "f", status: 200 },
      resource_id: "0198c0de-0000-7000-8000-000000000000",
      expires_at: new Date(0),
    });

  it("undo a transaction whose very first statement fails, and go on", async () => {
    for (let at = 0; at < 30; at += 1) {
      const failed = db.transaction().execute((trx) => sql`select 1 / ${0}::int`.execute(trx));
      await expect(failed).rejects.toThrow("division by zero");
      await db.transaction().execute((trx) => trx.executeQuery(keep("first", `${at}`).compile()));
    }
    expect(await numberOf("first")).toBe(30);
  });

  it("undo everything where a later statement fails, also one that is prepared", async () => {
    for (let at = 0; at < 6; at += 1) {
      const failed = db.transaction().execute(async (trx) => {
        await trx.executeQuery(keep("later", `${at}`).compile());
        await trx.executeQuery(keep("later", `${at}`).compile());
      });
      await expect(failed).rejects.toThrow("duplicate key");
    }
    expect(await numberOf("later")).toBe(0);
    await keep("later", "after").execute();
    expect(await numberOf("later")).toBe(1);
  });
});
