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

/** After so long, seconds, a place is texted, and then called, about an order that nobody has accepted. */
const WAITING_STEPS = { waiting_texted_at: 90, waiting_called_at: 180 } as const;
export type WaitingStep = keyof typeof WAITING_STEPS;

/** Orders that wait to be accepted for so long that the place is to be told by this step; each once. */
export async function readWaitingLong(db: Kysely<Database>, step: WaitingStep, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("state", "=", "placed")
    .where(step, "is", null)
    .where(
      sql<Date>`greatest(placed_at, coalesce(fire_at, placed_at)) + make_interval(secs => ${WAITING_STEPS[step]}::int)`,
      "<=",
      now,
    )
    .orderBy("placed_at")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes the step; `false` where it was taken before. */
export async function takeWaitingStep(
  trx: Transaction<Database>,
  { orderId, step, now }: { readonly orderId: string; readonly step: WaitingStep; readonly now: Date },
): Promise<boolean> {
  const taken = await trx
    .updateTable("orders")
    .set({ [step]: now })
    .where("id", "=", orderId)
    .where(step, "is", null)
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
