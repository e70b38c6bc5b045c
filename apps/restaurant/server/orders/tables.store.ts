/** Tables and the sessions of those who sit there. */
import { type Kysely, sql, type Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import type { SignedNotes } from "./signed-notes.js";

/** What scanning a table's code gives, until the table is cleared. */
export interface TableGrant {
  readonly tableId: string;
  readonly generation: number;
}

/** The table whose printed code has this digest. */
export function readTableByCode(db: Kysely<Database>, locationId: string, qrHash: string) {
  return db
    .selectFrom("dining_table")
    .select(["id", "label", "generation"])
    .where("location_id", "=", locationId)
    .where("qr_hash", "=", qrHash)
    .where("archived_at", "is", null)
    .executeTakeFirst();
}

/** Whether the grant still stands. */
export async function isGranted(db: Kysely<Database>, locationId: string, grant: TableGrant): Promise<boolean> {
  const row = await db
    .selectFrom("dining_table")
    .select("generation")
    .where("location_id", "=", locationId)
    .where("id", "=", grant.tableId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row?.generation === grant.generation;
}

/** A session at a table. */
export interface Seating {
  readonly sessionId: string;
  readonly isFirstOrder: boolean;
  /** Orders of the session that are neither paid nor over. */
  readonly unpaid: number;
  /** What guests ordered there in the last ten minutes. */
  readonly recent: number;
}

const RECENT_MILLISECONDS = 600_000;

/** Joins the open session of a table, or opens one. The table's row is locked until the transaction ends. */
export async function joinSession(
  trx: Transaction<Database>,
  { locationId, tableId, now }: { readonly locationId: string; readonly tableId: string; readonly now: Date },
): Promise<Seating> {
  await trx.selectFrom("dining_table").select("id").where("id", "=", tableId).forUpdate().execute();
  const open = await trx
    .selectFrom("table_session")
    .select("id")
    .where("table_id", "=", tableId)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  if (open === undefined) {
    const sessionId = newId();
    await trx
      .insertInto("table_session")
      .values({ id: sessionId, location_id: locationId, table_id: tableId })
      .execute();
    return { sessionId, isFirstOrder: true, unpaid: 0, recent: 0 };
  }
  const orders = await trx
    .selectFrom("orders")
    .select(["state", "payment_state", "channel", "created_at"])
    .where("table_session_id", "=", open.id)
    .execute();
  const over = ["rejected", "expired", "cancelled"];
  const unpaid = orders.filter((order) => order.payment_state === "unpaid" && !over.includes(order.state)).length;
  const since = now.getTime() - RECENT_MILLISECONDS;
  const recent = orders.filter((one) => one.channel === "qr" && one.created_at.getTime() > since).length;
  return { sessionId: open.id, isFirstOrder: orders.length === 0, unpaid, recent };
}

/** Ends a session: whoever scanned before must scan again. `false` where it is not open at this place. */
export async function closeSession(
  trx: Transaction<Database>,
  { locationId, sessionId, now }: { readonly locationId: string; readonly sessionId: string; readonly now: Date },
): Promise<boolean> {
  const closed = await trx
    .updateTable("table_session")
    .set({ closed_at: now })
    .where("location_id", "=", locationId)
    .where("id", "=", sessionId)
    .where("closed_at", "is", null)
    .returning("table_id")
    .executeTakeFirst();
  if (closed === undefined) return false;
  await trx
    .updateTable("dining_table")
    .set({ generation: sql`generation + 1` })
    .where("id", "=", closed.table_id)
    .execute();
  return true;
}

/** The area a table stands in; `undefined` where there is no such table. */
export async function readAreaOfTable(db: Kysely<Database>, tableId: string): Promise<string | undefined> {
  const row = await db.selectFrom("dining_table").select("service_area").where("id", "=", tableId).executeTakeFirst();
  return row?.service_area;
}

/** The area of the table whose scanned token a basket carries. */
export async function readAreaOfToken(
  db: Kysely<Database>,
  tables: SignedNotes<TableGrant>,
  token: string | undefined,
): Promise<string | undefined> {
  const grant = token === undefined ? undefined : await tables.read(token);
  return grant === undefined ? undefined : readAreaOfTable(db, grant.tableId);
}

/** The area a table's order is served in; `undefined` where it is for no table. */
export async function readServiceArea(db: Kysely<Database>, orderId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("orders")
    .innerJoin("table_session as session", "session.id", "orders.table_session_id")
    .innerJoin("dining_table as table", "table.id", "session.table_id")
    .select("table.service_area")
    .where("orders.id", "=", orderId)
    .executeTakeFirst();
  return row?.service_area;
}

/** Whether a table stands at a place. */
export async function isTableOf(db: Kysely<Database>, locationId: string, tableId: string): Promise<boolean> {
  const row = await db
    .selectFrom("dining_table")
    .select("id")
    .where("location_id", "=", locationId)
    .where("id", "=", tableId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}
