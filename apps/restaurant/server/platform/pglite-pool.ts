/** Makes PGlite look like a pool of one connection, so that kysely's PostgreSQL dialect drives it unchanged. */
import type { PGlite } from "@electric-sql/pglite";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import { mutex } from "./mutex.js";

/**
 * A pool whose one connection is handed from holder to holder: a transaction holds it from begin to commit, so
 * transactions run one after another. Asking the database (not the transaction) for something inside a transaction
 * would therefore wait for ever.
 */
export function pglitePool(pglite: PGlite): PostgresPool {
  const turn = mutex();
  return {
    async connect() {
      const release = await turn();
      const query = (sql: string, parameters: readonly unknown[]) => run(pglite, sql, parameters);
      return { query, release } as unknown as PostgresPoolClient;
    },
    async end() {
      await turn();
      await pglite.close();
    },
  };
}

/** Without parameters the simple protocol is used, as `pg` does, which takes several statements at once. */
async function run(pglite: PGlite, sql: string, parameters: readonly unknown[]) {
  const result = parameters.length === 0 ? (await pglite.exec(sql)).at(-1) : await pglite.query(sql, [...parameters]);
  return { command: result?.command ?? "", rowCount: result?.affectedRows ?? 0, rows: result?.rows ?? [] };
}
