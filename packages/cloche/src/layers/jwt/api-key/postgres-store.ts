/** API keys in PostgreSQL, through any client that runs a parameterised query. */
import { type BigIntColumn, numberOrNone, type PostgresQuery } from "../postgres-query.js";
import type { ApiKeyClaims, ApiKeyRecord, ApiKeyStore } from "./store.js";

/** The table of `postgresApiKeyStore`; run it once, in a migration. Times are milliseconds since the epoch. */
export const API_KEY_TABLE_SQL = `
CREATE TABLE IF NOT EXISTS cloche_api_keys (
  key_id text PRIMARY KEY,
  hash text NOT NULL,
  owner text NOT NULL,
  label text,
  roles text NOT NULL,
  scopes text NOT NULL,
  claims text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint,
  last_used_at bigint,
  successor_id text
);
CREATE INDEX IF NOT EXISTS cloche_api_keys_owner ON cloche_api_keys (owner);
`;

const COLUMNS = `key_id, hash, owner, label, roles, scopes, claims, created_at, expires_at, revoked_at, last_used_at,
  successor_id`;
const CREATE = `INSERT INTO cloche_api_keys (${COLUMNS})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
const FIND = `SELECT ${COLUMNS} FROM cloche_api_keys WHERE key_id = $1`;
// One statement: the row lock lets exactly one of several rotations find the key without a successor.
const SUCCEED = `WITH old AS (
    UPDATE cloche_api_keys SET successor_id = $1, expires_at = least(expires_at, $14::bigint)
    WHERE key_id = $13 AND revoked_at IS NULL AND successor_id IS NULL
      AND (expires_at IS NULL OR expires_at > $15::bigint)
    RETURNING key_id
  )
  INSERT INTO cloche_api_keys (${COLUMNS})
  SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::bigint, $9::bigint, $10::bigint,
    $11::bigint, $12::text FROM old
  RETURNING key_id`;
const REVOKE = "UPDATE cloche_api_keys SET revoked_at = $2 WHERE key_id = $1 AND revoked_at IS NULL RETURNING key_id";
const TOUCH = "UPDATE cloche_api_keys SET last_used_at = greatest(last_used_at, $2::bigint) WHERE key_id = $1";
const OF_OWNER = `SELECT ${COLUMNS} FROM cloche_api_keys WHERE owner = $1 ORDER BY created_at, key_id`;

/**
 * A store in the table of `API_KEY_TABLE_SQL`, which every process shares.
 *
 * @example
 * const store = postgresApiKeyStore((sql, parameters) => pool.query(sql, parameters));
 */
export function postgresApiKeyStore(query: PostgresQuery): ApiKeyStore {
  return {
    async create(record) {
      await query(CREATE, toRow(record));
    },
    find: async (keyId) => (await query(FIND, [keyId])).rows.map(toRecord)[0],
    succeed: async ({ keyId, endsAt, successor, now }) =>
      (await query(SUCCEED, [...toRow(successor), keyId, endsAt, now])).rows.length === 1,
    revoke: async (keyId, at) => (await query(REVOKE, [keyId, at])).rows.length === 1,
    async touch(keyId, at) {
      await query(TOUCH, [keyId, at]);
    },
    ofOwner: async (owner) => (await query(OF_OWNER, [owner])).rows.map(toRecord),
  };
}

function toRow(record: ApiKeyRecord): unknown[] {
  return [
    record.keyId,
    record.hash,
    record.owner,
    record.label ?? null,
    JSON.stringify(record.roles),
    JSON.stringify(record.scopes),
    JSON.stringify(record.claims),
    record.createdAt,
    record.expiresAt ?? null,
    record.revokedAt ?? null,
    record.lastUsedAt ?? null,
    record.successorId ?? null,
  ];
}

interface Row {
  readonly key_id: string;
  readonly hash: string;
  readonly owner: string;
  readonly label: string | null;
  readonly roles: string;
  readonly scopes: string;
  readonly claims: string;
  readonly created_at: BigIntColumn;
  readonly expires_at: BigIntColumn | null;
  readonly revoked_at: BigIntColumn | null;
  readonly last_used_at: BigIntColumn | null;
  readonly successor_id: string | null;
}

function toRecord(value: unknown): ApiKeyRecord {
  const row = value as Row;
  return {
    keyId: row.key_id,
    hash: row.hash,
    owner: row.owner,
    label: row.label ?? undefined,
    roles: JSON.parse(row.roles) as string[],
    scopes: JSON.parse(row.scopes) as string[],
    claims: JSON.parse(row.claims) as ApiKeyClaims,
    createdAt: Number(row.created_at),
    expiresAt: numberOrNone(row.expires_at),
    revokedAt: numberOrNone(row.revoked_at),
    lastUsedAt: numberOrNone(row.last_used_at),
    successorId: row.successor_id ?? undefined,
  };
}
