/** Revocations in PostgreSQL, through any client that runs a parameterised query. */
import type { BigIntColumn, PostgresQuery } from "../postgres-query.js";
import type { RevocationStore } from "./store.js";

/** The table of `postgresRevocationStore`; run it once, in a migration. Times are milliseconds since the epoch. */
export const REVOCATION_TABLE_SQL = `
CREATE TABLE IF NOT EXISTS cloche_revocations (
  key text PRIMARY KEY,
  not_before bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS cloche_revocations_end ON cloche_revocations (expires_at);
`;

const READ = "SELECT key, not_before FROM cloche_revocations WHERE key = ANY($1::text[]) AND expires_at > $2::bigint";
const PUT = `INSERT INTO cloche_revocations AS known (key, not_before, expires_at)
  VALUES ($1, $2::bigint, $3::bigint)
  ON CONFLICT (key) DO UPDATE SET not_before = greatest(known.not_before, excluded.not_before),
    expires_at = greatest(known.expires_at, excluded.expires_at)`;
const PURGE = "DELETE FROM cloche_revocations WHERE expires_at <= $1::bigint RETURNING key";

/** A store that can also drop what no longer matters. */
export interface PostgresRevocationStore extends RevocationStore {
  /** Deletes the revocations that are over at `now`, milliseconds; answers how many. Call it now and then. */
  purge(now: number): Promise<number>;
}

interface Row {
  readonly key: string;
  readonly not_before: BigIntColumn;
}

/**
 * A store in the table of `REVOCATION_TABLE_SQL`, which every process shares.
 *
 * @example
 * const store = postgresRevocationStore((sql, parameters) => pool.query(sql, parameters));
 */
export function postgresRevocationStore(query: PostgresQuery): PostgresRevocationStore {
  return {
    async read(keys, now) {
      const { rows } = await query(READ, [keys, Math.floor(now)]);
      const found = new Map((rows as readonly Row[]).map((row) => [row.key, Number(row.not_before)]));
      return keys.map((key) => found.get(key));
    },
    async put({ key, notBefore, expiresAt }) {
      await query(PUT, [key, Math.floor(notBefore), Math.ceil(expiresAt)]);
    },
    purge: async (now) => (await query(PURGE, [Math.floor(now)])).rows.length,
  };
}
