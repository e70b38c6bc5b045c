/** Starts a real PostgreSQL and looks at what a test would rely on, above all what a kill leaves behind. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningPostgres, startPostgres } from "./postgres.mjs";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describe("startPostgres", () => {
  let postgres: RunningPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it("serves SQL on loopback in UTF-8", async () => {
    const sql = "select current_setting('listen_addresses') as address, current_setting('server_encoding') as encoding";
    expect(await query(postgres.url, sql)).toEqual([{ address: "127.0.0.1", encoding: "UTF8" }]);
  });

  it("keeps what was committed when it is killed, and nothing that was not", async () => {
    await query(postgres.url, "create table dishes (name text)");
    await query(postgres.url, "insert into dishes values ('soup')");
    const open = new Client({ connectionString: postgres.url });
    open.on("error", () => undefined);
    await open.connect();
    await open.query("begin; insert into dishes values ('never')");
    await postgres.kill9();
    await expect(query(postgres.url, "select 1")).rejects.toThrow("ECONNREFUSED");
    await postgres.restart();
    expect(await query(postgres.url, "select name from dishes")).toEqual([{ name: "soup" }]);
  });
});
