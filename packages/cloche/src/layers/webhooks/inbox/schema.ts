/** The inbox's table and its statements. */

/** The table of `postgresInbox`; run it in a migration. */
export const POSTGRES_INBOX_DDL = `CREATE TABLE IF NOT EXISTS cloche_inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_key text NOT NULL UNIQUE,
  partner text NOT NULL,
  body_digest text NOT NULL,
  payload json NOT NULL,
  occurred_at timestamptz,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz,
  last_failure text
);
CREATE INDEX IF NOT EXISTS cloche_inbox_due ON cloche_inbox (due_at, id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS cloche_inbox_settled ON cloche_inbox (settled_at) WHERE state <> 'waiting';`;

/** What every row is read as; identifiers as text, because pg and PGlite differ in how they give a bigint. */
const ROW = `id::text AS id, event_key AS "eventKey", partner, body_digest AS "bodyDigest", payload, attempts,
  (extract(epoch FROM occurred_at) * 1000)::float8 AS "occurredAt",
  (extract(epoch FROM received_at) * 1000)::float8 AS "receivedAt", last_failure AS "lastFailure"`;

export const STORE = `INSERT INTO cloche_inbox (event_key, partner, body_digest, payload, occurred_at)
VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000))
ON CONFLICT (event_key) DO NOTHING RETURNING id`;
export const STORED_DIGEST = `SELECT body_digest AS "bodyDigest" FROM cloche_inbox WHERE event_key = $1`;

// The attempt is counted and the next one put off before any work, in a transaction of its own: an event that kills its
// process is counted too, and a process that dies leaves an event that comes due again.
export const TAKE = `UPDATE cloche_inbox SET attempts = attempts + 1,
  due_at = clock_timestamp() + make_interval(secs => $1::float8)
WHERE id = (
  SELECT id FROM cloche_inbox WHERE state = 'waiting' AND due_at <= clock_timestamp()
  ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING ${ROW}`;
// The lock keeps every other worker away for as long as the work's own transaction lasts, however long the lease was.
export const LOCK = `SELECT id FROM cloche_inbox WHERE id = $1 AND state = 'waiting' AND attempts = $2
FOR UPDATE SKIP LOCKED`;
export const DONE = `UPDATE cloche_inbox SET state = 'done', settled_at = clock_timestamp(), last_failure = NULL
WHERE id = $1`;
export const PUT_OFF = `UPDATE cloche_inbox SET last_failure = $3,
  due_at = clock_timestamp() + make_interval(secs => $4::float8)
WHERE id = $1 AND state = 'waiting' AND attempts = $2`;
export const BURY = `UPDATE cloche_inbox SET state = 'dead', settled_at = clock_timestamp(),
  last_failure = coalesce($3, last_failure)
WHERE id = $1 AND state = 'waiting' AND attempts = $2`;

export const DEAD = `SELECT ${ROW} FROM cloche_inbox WHERE state = 'dead' ORDER BY id LIMIT $1`;
export const REDELIVER = `UPDATE cloche_inbox SET state = 'waiting', attempts = 0, due_at = clock_timestamp(),
  settled_at = NULL WHERE id = $1 AND state <> 'waiting' RETURNING id`;
export const PURGE = `DELETE FROM cloche_inbox
WHERE state = 'done' AND settled_at < clock_timestamp() - make_interval(secs => $1::float8) RETURNING id`;
export const COUNT = `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
  count(*) FILTER (WHERE state = 'dead')::int AS dead FROM cloche_inbox WHERE state <> 'done'`;
