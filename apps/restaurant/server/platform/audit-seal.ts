/** Chains the audit trail: seals its rows in the order they were committed, in batches, and examines the chain. */
import { type AuditHead, EMPTY_AUDIT, type JsonValue, type SealedRow, sealRow, verifyAudit } from "cloche/observe";
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { Database } from "./schema.js";

/** Any number; all processes that share a database must agree on it. */
const LOCK = 7_203_114_560;
const BATCH = 500;
const PAGE = 1000;

/**
 * Seals every row that is not sealed yet; processes take turns. A row of a transaction that commits late is sealed
 * late, so that the chain has its own numbers beside the ids.
 *
 * @returns how many rows were sealed
 */
export async function sealAudit(db: Kysely<Database>): Promise<number> {
  let sealed = 0;
  for (;;) {
    const batch = await db.transaction().execute(sealBatch);
    sealed += batch;
    if (batch < BATCH) return sealed;
  }
}

async function sealBatch(trx: Transaction<Database>): Promise<number> {
  await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(trx);
  const rows = await trx
    .selectFrom("audit_log")
    .selectAll()
    .where("seal", "is", null)
    .orderBy("id")
    .limit(BATCH)
    .execute();
  let head = await headOf(trx);
  const sealed = rows.map((row) => {
    head = sealRow(head, contentOf(row));
    return { id: row.id, ...head };
  });
  const column = (name: "id" | "seq" | "seal") => sealed.map((row) => row[name]);
  await sql`update audit_log set seal = sealed.seal, seal_seq = sealed.seq
    from unnest(${column("id")}::bigint[], ${column("seq")}::bigint[], ${column("seal")}::text[]) as sealed (id, seq, seal)
    where audit_log.id = sealed.id`.execute(trx);
  return rows.length;
}

async function headOf(db: Kysely<Database>): Promise<AuditHead> {
  const last = await db
    .selectFrom("audit_log")
    .select(["seal_seq", "seal"])
    .where("seal_seq", "is not", null)
    .orderBy("seal_seq", "desc")
    .executeTakeFirst();
  return last?.seal_seq == null || last.seal === null ? EMPTY_AUDIT : { seq: last.seal_seq, seal: last.seal };
}

type Row = Selectable<Database["audit_log"]>;

/** What is sealed of a row, column by column: one that is added later must not break the seals before it. */
function contentOf(row: Row): JsonValue {
  const { id, location_id, actor_kind, actor_id, action, entity, entity_id, detail, request_id } = row;
  const at = row.at.toISOString();
  return { id, at, location_id, actor_kind, actor_id, action, entity, entity_id, detail, request_id };
}

/** What the examination of the chain comes to. */
export interface TrailVerdict {
  readonly intact: boolean;
  readonly fault: string | null;
  readonly seq: number;
  readonly seal: string | null;
}

/** Examines every sealed row. */
export async function trailVerdict(db: Kysely<Database>): Promise<TrailVerdict> {
  const verdict = await verifyAudit(sealedRows(db));
  return verdict.intact
    ? { intact: true, fault: null, ...verdict.head }
    : { intact: false, fault: verdict.fault, seq: verdict.seq, seal: null };
}

async function* sealedRows(db: Kysely<Database>): AsyncGenerator<SealedRow, void> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("audit_log")
      .selectAll()
      .where("seal_seq", ">", after)
      .orderBy("seal_seq")
      .limit(PAGE)
      .execute();
    for (const row of rows) yield { seq: row.seal_seq ?? 0, row: contentOf(row), seal: row.seal ?? "" };
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.seal_seq ?? after;
  }
}

const EVERY_MILLISECONDS = 5000;

/** Seals every few seconds, one run at a time, until it is stopped. */
export function startSealing(db: Kysely<Database>, onFailed: (error: unknown) => void): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = sealAudit(db)
      .catch(onFailed)
      .finally(() => {
        isRunning = false;
      });
  }, EVERY_MILLISECONDS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
