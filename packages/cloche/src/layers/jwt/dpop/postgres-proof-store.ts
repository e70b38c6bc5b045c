/** Used proofs in PostgreSQL, which every process shares. */
import type { PostgresQuery } from "../postgres-query.js";
import type { ProofStore } from "./proof-store.js";

/** The table of `postgresProofStore`; run it once, in a migration. */
export const PROOF_TABLE_SQL = `
CREATE TABLE IF NOT EXISTS cloche_dpop_proofs (
  key text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS cloche_dpop_proofs_end ON cloche_dpop_proofs (expires_at);
`;

// The row lock of ON CONFLICT makes one of several claims win; the others find a row that has not expired.
const CLAIM = `INSERT INTO cloche_dpop_proofs AS known (key, expires_at)
  VALUES ($1, clock_timestamp() + make_interval(secs => $2))
  ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE known.expires_at <= clock_timestamp()
  RETURNING key`;
const PURGE = "DELETE FROM cloche_dpop_proofs WHERE expires_at <= clock_timestamp() RETURNING key";

/** A store that can also drop what has expired. */
export interface PostgresProofStore extends ProofStore {
  /** Deletes the proofs whose time is over; answers how many. Call it now and then. */
  purge(): Promise<number>;
}

/**
 * A store in the table of `PROOF_TABLE_SQL`.
 *
 * @example
 * const store = postgresProofStore((sql, parameters) => pool.query(sql, parameters));
 */
export function postgresProofStore(query: PostgresQuery): PostgresProofStore {
  return {
    claim: async (key, ttlSeconds) => ((await query(CLAIM, [key, ttlSeconds])).rows.length === 1 ? "claimed" : "done"),
    purge: async () => (await query(PURGE, [])).rows.length,
  };
}
