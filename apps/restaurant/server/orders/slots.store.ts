/** Takes a place in a slot, and gives it back. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database, OrderType } from "../platform/index.js";

/** A slot as ordering sees it. */
export interface Slot {
  readonly id: string;
  readonly isFull: boolean;
}

/** The slot that starts at this moment. */
export async function readSlot(
  db: Kysely<Database>,
  locationId: string,
  wanted: { readonly orderType: OrderType; readonly startsAt: Date },
): Promise<Slot | undefined> {
  const row = await db
    .selectFrom("slot")
    .select(["id", "used", "capacity"])
    .where("location_id", "=", locationId)
    .where("order_type", "=", wanted.orderType)
    .where("starts_at", "=", wanted.startsAt)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, isFull: row.used >= row.capacity };
}

/** Takes a place, unless none is left. */
export async function takeSlot(trx: Transaction<Database>, slotId: string): Promise<boolean> {
  const result = await trx
    .updateTable("slot")
    .set({ used: sql`used + 1` })
    .where("id", "=", slotId)
    .where("used", "<", sql<number>`capacity`)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives a place back. The caller makes sure that it does so once, by the order's state. */
export async function releaseSlot(trx: Transaction<Database>, slotId: string): Promise<void> {
  await trx.updateTable("slot").set({ used: sql`used - 1` }).where("id", "=", slotId).where("used", ">", 0).execute();
}
