/** Brings the schema up to date, each step in a transaction of its own under one lock. */
import { createHash } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import { MIGRATIONS, type Migration } from "./migrations/index.js";
import type { Database } from "./schema.js";

/** Any number; all processes that share a database must agree on it. */
const LOCK = 7_203_114_559;

interface Applied {
  readonly id: number;
  readonly name: string;
  readonly digest: string;
}

/**
 * Applies every step that the database does not have yet. Processes that start together take turns.
 *
 * @throws Error where the database was made by a newer version, or a step's text has changed since it was applied.
 */
export async function migrate(db: Kysely<Database>, steps: readonly Migration[] = MIGRATIONS): Promise<void> {
  await inTurn(db, async (trx) => {
    await sql`create table if not exists schema_migration (
      id int primary key, name text not null, digest text not null, applied_at timestamptz not null default now()
    )`.execute(trx);
    refuseUnknown(await appliedIn(trx), steps);
  });
  for (const step of steps) await inTurn(db, (trx) => applyOnce(trx, step));
}

async function applyOnce(trx: Transaction<Database>, step: Migration): Promise<void> {
  const before = (await appliedIn(trx)).find(({ id }) => id === step.id);
  const digest = digestOf(step);
  if (before !== undefined) {
    if (before.digest === digest) return;
    throw new Error(`Migration ${step.id} (${step.name}) has changed since it was applied; add a new one instead.`);
  }
  await sql.raw(step.statements).execute(trx);
  await sql`insert into schema_migration (id, name, digest) values (${step.id}, ${step.name}, ${digest})`.execute(trx);
}

function inTurn(db: Kysely<Database>, work: (trx: Transaction<Database>) => Promise<void>): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(trx);
    await work(trx);
  });
}

async function appliedIn(trx: Transaction<Database>): Promise<readonly Applied[]> {
  return (await sql<Applied>`select id, name, digest from schema_migration order by id`.execute(trx)).rows;
}

function refuseUnknown(applied: readonly Applied[], steps: readonly Migration[]): void {
  const unknown = applied.find(({ id }) => !steps.some((step) => step.id === id));
  if (unknown === undefined) return;
  throw new Error(`The database has migration ${unknown.id} (${unknown.name}), which this version does not know.`);
}

function digestOf({ statements }: Migration): string {
  return createHash("sha256").update(statements).digest("hex");
}
