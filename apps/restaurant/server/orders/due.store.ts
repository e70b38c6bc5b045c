/** Which orders something must happen to by itself. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";

const BATCH = 50;

/** Orders whose time to be paid is over. */
export async function readExpiring(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("state", "=", "pending_payment")
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

/** Orders that nobody has accepted in their place's time. A scheduled one has until the kitchen must begin, too. */
export async function readUnaccepted(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("orders")
    .innerJoin("location", "location.id", "orders.location_id")
    .select("orders.id")
    .where("orders.state", "=", "placed")
    .where(
      sql<Date>`greatest(orders.placed_at, coalesce(orders.fire_at, orders.placed_at))
        + make_interval(secs => location.accept_timeout_seconds)`,
      "<=",
      now,
    )
    .orderBy("orders.placed_at")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

/** After so long, seconds, a place is called about an order that nobody has accepted. */
const CALL_AFTER = 180;

/** Orders that wait to be accepted for so long that the place is to be called; each once. */
export async function readWaitingLong(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("state", "=", "placed")
    .where("waiting_called_at", "is", null)
    .where(
      sql<Date>`greatest(placed_at, coalesce(fire_at, placed_at)) + make_interval(secs => ${CALL_AFTER}::int)`,
      "<=",
      now,
    )
    .orderBy("placed_at")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes the call; `false` where it was made before. */
export async function takeWaitingCall(trx: Transaction<Database>, orderId: string, now: Date): Promise<boolean> {
  const taken = await trx
    .updateTable("orders")
    .set({ waiting_called_at: now })
    .where("id", "=", orderId)
    .where("waiting_called_at", "is", null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Accepted orders whose kitchen must begin now. */
export async function readDue(db: Kysely<Database>, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("state", "=", "accepted")
    .where("fired_at", "is", null)
    .where("fire_at", "<=", now)
    .orderBy("fire_at")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}
