/** A connection may be cut at any moment, and the process that lost it goes on. */
import { sql } from "kysely";
import { expect, it } from "vitest";
import { describePostgres } from "../test-support/index.js";

describePostgres("the database", ({ open }) => {
  it("may cut a connection between two statements: the transaction fails, and nothing else", async () => {
    const { db } = await open();
    const cut = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
      // The socket hears of it while no statement waits for an answer.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await sql`select 1`.execute(trx);
    });
    await expect(cut).rejects.toThrow();
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  });
});
