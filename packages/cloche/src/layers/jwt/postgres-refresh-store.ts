/** Families of refresh tokens in PostgreSQL, through any client that runs a parameterised query. */
import { type BigIntColumn, numberOrNone, type PostgresQuery } from "./postgres-query.js";
import type { RefreshFamily, RefreshStore } from "./refresh-store.js";
import { readRetired, writeRetired } from "./retired-tokens.js";

/** The table the store works on; run it once, in a migration. Times are milliseconds since the epoch. */
export const REFRESH_TABLE_SQL = `
CREATE TABLE IF NOT EXISTS cloche_refresh_families (
  family_id text PRIMARY KEY,
  subject text NOT NULL,
  device text,
  generation integer NOT NULL,
  current_hash text NOT NULL,
  retired text NOT NULL,
  rotated_at bigint NOT NULL,
  created_at bigint NOT NULL,
  idle_expires_at bigint NOT NULL,
  absolute_expires_at bigint NOT NULL,
  revoked_at bigint
);
CREATE INDEX IF NOT EXISTS cloche_refresh_families_subject ON cloche_refresh_families (subject);
CREATE INDEX IF NOT EXISTS cloche_refresh_families_end ON cloche_refresh_families (absolute_expires_at);
`;

const COLUMNS = `family_id, subject, device, generation, current_hash, retired, rotated_at, created_at,
  idle_expires_at, absolute_expires_at, revoked_at`;

const CREATE = `INSERT INTO cloche_refresh_families (${COLUMNS})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const FIND = `SELECT ${COLUMNS} FROM cloche_refresh_families WHERE family_id = $1`;
// One statement, so that the row lock lets exactly one of several concurrent rotations find the old hash.
const ADVANCE = `UPDATE cloche_refresh_families
  SET current_hash = $3, rotated_at = $4, idle_expires_at = $5, retired = $6, generation = generation + 1
  WHERE family_id = $1 AND current_hash = $2 AND revoked_at IS NULL RETURNING family_id`;
const REVOKE = `UPDATE cloche_refresh_families SET revoked_at = $2
  WHERE family_id = $1 AND revoked_at IS NULL RETURNING family_id`;
const REVOKE_SUBJECT = `UPDATE cloche_refresh_families SET revoked_at = $2
  WHERE subject = $1 AND revoked_at IS NULL RETURNING family_id`;
const OF_SUBJECT = `SELECT ${COLUMNS} FROM cloche_refresh_families
  WHERE subject = $1 AND revoked_at IS NULL ORDER BY created_at, family_id`;
const PRUNE = "DELETE FROM cloche_refresh_families WHERE absolute_expires_at < $1 RETURNING family_id";

/**
 * A store in the table of `REFRESH_TABLE_SQL`, which every process shares.
 *
 * @example
 * const store = postgresRefreshStore((sql, parameters) => pool.query(sql, parameters));
 */
export function postgresRefreshStore(query: PostgresQuery): RefreshStore {
  const count = async (sql: string, parameters: unknown[]) => (await query(sql, parameters)).rows.length;
  return {
    create: async (family) => {
      await query(CREATE, toRow(family));
    },
    find: async (familyId) => (await query(FIND, [familyId])).rows.map(toFamily)[0],
    advance: async ({ familyId, fromHash, toHash, retired, at, idleExpiresAt }) =>
      (await count(ADVANCE, [familyId, fromHash, toHash, at, idleExpiresAt, writeRetired(retired)])) === 1,
    revoke: async (familyId, at) => (await count(REVOKE, [familyId, at])) === 1,
    revokeSubject: (subject, at) => count(REVOKE_SUBJECT, [subject, at]),
    ofSubject: async (subject) => (await query(OF_SUBJECT, [subject])).rows.map(toFamily),
    prune: (before) => count(PRUNE, [before]),
  };
}

function toRow(family: RefreshFamily): unknown[] {
  return [
    family.familyId,
    family.subject,
    family.device ?? null,
    family.generation,
    family.currentHash,
    writeRetired(family.retired),
    family.rotatedAt,
    family.createdAt,
    family.idleExpiresAt,
    family.absoluteExpiresAt,
    family.revokedAt ?? null,
  ];
}

interface Row {
  readonly family_id: string;
  readonly subject: string;
  readonly device: string | null;
  readonly generation: number;
  readonly current_hash: string;
  readonly retired: string;
  readonly rotated_at: BigIntColumn;
  readonly created_at: BigIntColumn;
  readonly idle_expires_at: BigIntColumn;
  readonly absolute_expires_at: BigIntColumn;
  readonly revoked_at: BigIntColumn | null;
}

function toFamily(value: unknown): RefreshFamily {
  const row = value as Row;
  return {
    familyId: row.family_id,
    subject: row.subject,
    device: row.device ?? undefined,
    generation: row.generation,
    currentHash: row.current_hash,
    retired: readRetired(row.retired),
    rotatedAt: Number(row.rotated_at),
    createdAt: Number(row.created_at),
    idleExpiresAt: Number(row.idle_expires_at),
    absoluteExpiresAt: Number(row.absolute_expires_at),
    revokedAt: numberOrNone(row.revoked_at),
  };
}
