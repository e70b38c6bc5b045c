/** The one thing the inbox needs of a database: work inside a transaction. */
import type { PostgresQuery } from "../replay/postgres.js";

/**
 * Runs `work` in a transaction: commits where it resolves, rolls back where it rejects, and settles only after that.
 * For PGlite: `(work) => database.transaction((tx) => work((text, values) => tx.query(text, values)))`.
 */
export type PostgresTransaction = <Result>(work: (query: PostgresQuery) => Promise<Result>) => Promise<Result>;

/** What `poolTransaction` needs of a pool; a Pool of the `pg` package fits as it is. */
export interface PostgresPool {
  connect(): Promise<PostgresConnection>;
}

/** One connection of a pool. */
export interface PostgresConnection {
  query(text: string, parameters?: unknown[]): Promise<{ readonly rows: readonly object[]; readonly command?: string }>;
  /** Gives the connection back; with `true` it is closed instead. */
  release(destroy?: boolean): void;
}

/**
 * Transactions on a pool of the `pg` package.
 *
 * @example
 * const inbox = postgresInbox({ transaction: poolTransaction(pool) });
 */
export function poolTransaction(pool: PostgresPool): PostgresTransaction {
  return async (work) => {
    const connection = await pool.connect();
    try {
      await connection.query("BEGIN");
      const result = await work((text, parameters) => connection.query(text, parameters));
      const { command } = await connection.query("COMMIT");
      // PostgreSQL answers the COMMIT of a failed transaction with a rollback and no error: nothing was kept.
      if (command === "ROLLBACK") throw new Error("The transaction had failed and was rolled back.");
      connection.release();
      return result;
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
  };
}

/** A connection that cannot even roll back is in an unknown state: nobody may get it again. */
async function rollBack(connection: PostgresConnection): Promise<void> {
  try {
    await connection.query("ROLLBACK");
    connection.release();
  } catch {
    connection.release(true);
  }
}
