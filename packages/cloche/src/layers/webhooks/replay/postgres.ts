/** A replay store in PostgreSQL, one statement per step. */
import { randomUUID } from "node:crypto";
import { onlyKnown, wholeNumber } from "../../../kernel/index.js";
import { type ClaimOutcome, DEFAULT_LEASE_SECONDS, type ReplayStore } from "./store.js";

/** Runs one statement; the `query` of a pg Pool or Client and of PGlite fit. */
export type PostgresQuery = (text: string, parameters: unknown[]) => Promise<{ readonly rows: readonly object[] }>;

/** Options of `postgresReplayStore`. */
export interface PostgresReplayOptions {
  /** How long a claim may stay unsettled; 300 by default. */
  readonly leaseSeconds?: number;
}

/** A replay store that can also drop what has expired. */
export interface PostgresReplayStore extends ReplayStore {
  /** Deletes the keys whose time is over; run it now and then, from one process. */
  purge(): Promise<void>;
}

/** The table of `postgresReplayStore`; run it in a migration. */
export const POSTGRES_REPLAY_DDL = `CREATE TABLE IF NOT EXISTS cloche_replay (
  key text PRIMARY KEY,
  owner uuid NOT NULL,
  settled boolean NOT NULL DEFAULT false,
  lease_until timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS cloche_replay_expires_at ON cloche_replay (expires_at);`;

// The row lock of ON CONFLICT makes one of several claims win; the others find the winner's row and update nothing.
const CLAIM = `INSERT INTO cloche_replay AS held (key, owner, lease_until, expires_at)
VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3), clock_timestamp() + make_interval(secs => $4))
ON CONFLICT (key) DO UPDATE
SET owner = excluded.owner, settled = false, lease_until = excluded.lease_until, expires_at = excluded.expires_at
WHERE held.expires_at <= clock_timestamp() OR (NOT held.settled AND held.lease_until <= clock_timestamp())
RETURNING key`;
const SETTLED = "SELECT settled FROM cloche_replay WHERE key = $1";
const DONE = "UPDATE cloche_replay SET settled = true WHERE key = $1";
const RELEASE = "DELETE FROM cloche_replay WHERE key = $1 AND owner = $2 AND NOT settled";
const PURGE = "DELETE FROM cloche_replay WHERE expires_at <= clock_timestamp()";

/**
 * A replay store in the table `cloche_replay`. Give it a transaction's `query` to settle the key together with the
 * effect.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const replay = postgresReplayStore((text, parameters) => pool.query(text, parameters));
 */
export function postgresReplayStore(query: PostgresQuery, options: PostgresReplayOptions = {}): PostgresReplayStore {
  onlyKnown(options, ["leaseSeconds"], "postgresReplayStore");
  const { leaseSeconds = DEFAULT_LEASE_SECONDS } = options;
  wholeNumber(leaseSeconds, "postgresReplayStore.leaseSeconds", { min: 1, max: 86_400 });
  const owner = randomUUID();
  return {
    async claim(key, ttlSeconds): Promise<ClaimOutcome> {
      const claimed = await query(CLAIM, [key, owner, leaseSeconds, ttlSeconds]);
      if (claimed.rows.length > 0) return "claimed";
      const [held] = (await query(SETTLED, [key])).rows as readonly { readonly settled?: unknown }[];
      // A row that was released in between is told as running: the partner comes again, and nothing ran twice.
      return held?.settled === true ? "done" : "running";
    },
    async done(key) {
      await query(DONE, [key]);
    },
    async release(key) {
      await query(RELEASE, [key, owner]);
    },
    async purge() {
      await query(PURGE, []);
    },
  };
}
