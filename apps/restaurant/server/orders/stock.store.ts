/** Takes from what is limited, remembers what an order has taken, and gives it back once. */
import { sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { Need } from "./priced-lines.js";

/** Which order of which place. */
export interface OrderRef {
  readonly orderId: string;
  readonly locationId: string;
}

/** Takes all of it and remembers that; `false` where less than that is left of something. The caller then rolls back. */
export async function takeStock(trx: Transaction<Database>, order: OrderRef, needs: readonly Need[]): Promise<boolean> {
  for (const need of needs) {
    if (!(await take(trx, order.locationId, need))) return false;
    await hold(trx, order, need);
  }
  return true;
}

/** Takes from what is limited, unless less than that is left: one conditional write, never a read before it. */
async function take(trx: Transaction<Database>, locationId: string, need: Need): Promise<boolean> {
  const result = await trx
    .updateTable("availability")
    .set({ remaining: sql`remaining - ${need.quantity}::int` })
    .where("location_id", "=", locationId)
    .where("target_kind", "=", need.kind)
    .where("target_id", "=", need.id)
    .where("remaining", ">=", need.quantity)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function hold(trx: Transaction<Database>, { orderId, locationId }: OrderRef, need: Need): Promise<void> {
  const { kind: target_kind, id: target_id, quantity } = need;
  await trx
    .insertInto("stock_hold")
    .values({ order_id: orderId, location_id: locationId, target_kind, target_id, quantity })
    .onConflict((conflict) =>
      conflict
        .columns(["order_id", "target_kind", "target_id"])
        .doUpdateSet({ quantity: sql`stock_hold.quantity + excluded.quantity` }),
    )
    .execute();
}

/** What was held is sold. */
export async function consumeStock(trx: Transaction<Database>, orderId: string): Promise<void> {
  await trx
    .updateTable("stock_hold")
    .set({ state: "consumed" })
    .where("order_id", "=", orderId)
    .where("state", "=", "held")
    .execute();
}

/** Gives back what an order has taken, where it is still counted. Doing it twice gives nothing twice. */
export async function releaseStock(trx: Transaction<Database>, orderId: string): Promise<void> {
  const released = await trx
    .updateTable("stock_hold")
    .set({ state: "released" })
    .where("order_id", "=", orderId)
    .where("state", "<>", "released")
    .returning(["location_id", "target_kind", "target_id", "quantity"])
    .execute();
  const inOrder = released.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const row of inOrder) await putBack(trx, row);
}

interface Released {
  readonly location_id: string;
  readonly target_kind: Need["kind"];
  readonly target_id: string;
  readonly quantity: number;
}

async function putBack(
  trx: Transaction<Database>,
  { location_id, target_kind, target_id, quantity }: Released,
): Promise<void> {
  await trx
    .updateTable("availability")
    .set({ remaining: sql`remaining + ${quantity}::int` })
    .where("location_id", "=", location_id)
    .where("target_kind", "=", target_kind)
    .where("target_id", "=", target_id)
    .where("status", "=", "limited")
    .execute();
}

const keyOf = (row: { readonly target_kind: string; readonly target_id: string }): string =>
  `${row.target_kind} ${row.target_id}`;

/** What an order holds, by kind and id. */
export async function heldOf(trx: Transaction<Database>, orderId: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom("stock_hold")
    .select(["target_kind", "target_id"])
    .where("order_id", "=", orderId)
    .where("state", "<>", "released")
    .execute();
  return new Set(rows.map(keyOf));
}

/** Gives back a part of what an order has taken. The order's row is locked, so that nobody does so twice. */
export async function giveBack(trx: Transaction<Database>, orderId: string, needs: readonly Need[]): Promise<void> {
  for (const { kind, id, quantity } of needs) {
    const rest = await trx
      .updateTable("stock_hold")
      .set({
        quantity: sql`greatest(1, quantity - ${quantity}::int)`,
        state: sql`case when quantity <= ${quantity}::int then 'released' else state end`,
      })
      .where("order_id", "=", orderId)
      .where("target_kind", "=", kind)
      .where("target_id", "=", id)
      .where("state", "<>", "released")
      .returning("location_id")
      .executeTakeFirst();
    if (rest !== undefined)
      await putBack(trx, { location_id: rest.location_id, target_kind: kind, target_id: id, quantity });
  }
}
