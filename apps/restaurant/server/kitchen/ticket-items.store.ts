/** Finds, locks and changes the lines of tickets. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { ItemState } from "./item-moves.js";
import type { KitchenScope } from "./kitchen-scope.js";

/** Where a line hangs. */
export interface ItemRef {
  readonly itemId: string;
  readonly ticketId: string;
  readonly orderId: string;
}

/** Finds a line the person may see. */
export async function findItem(
  db: Kysely<Database>,
  itemId: string,
  scope: KitchenScope,
): Promise<ItemRef | undefined> {
  const row = await db
    .selectFrom("ticket_item as item")
    .innerJoin("ticket", "ticket.id", "item.ticket_id")
    .select(["item.id", "ticket.id as ticket_id", "ticket.order_id", "ticket.station_id"])
    .where("item.id", "=", itemId)
    .where("item.location_id", "=", scope.locationId)
    .executeTakeFirst();
  if (row === undefined || scope.stationIds?.includes(row.station_id) === false) return undefined;
  return { itemId: row.id, ticketId: row.ticket_id, orderId: row.order_id };
}

/** A ticket's lines, locked in one order until the transaction ends. */
export function lockItems(trx: Transaction<Database>, ticketId: string) {
  return trx
    .selectFrom("ticket_item")
    .select(["id", "state", "version"])
    .where("ticket_id", "=", ticketId)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** A change of a line's state. */
export interface ItemChange {
  readonly itemId: string;
  readonly from: readonly ItemState[];
  readonly to: ItemState;
  readonly now: Date;
}

/** Changes the line unless it has left the expected states meanwhile. */
export async function changeItem(trx: Transaction<Database>, { itemId, from, to, now }: ItemChange): Promise<boolean> {
  const result = await trx
    .updateTable("ticket_item")
    .set({ state: to, done_at: to === "done" ? now : null, version: sql`version + 1` })
    .where("id", "=", itemId)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What becomes of a ticket when one of its lines has changed. */
export interface TicketChange {
  readonly ticketId: string;
  readonly state: "open" | "bumped" | "void";
  readonly staffId: string;
  readonly now: Date;
}

/** Gives the ticket its state and its next version. A ticket that opens again is counted as recalled. */
export async function changeTicket(
  trx: Transaction<Database>,
  { ticketId, state, staffId, now }: TicketChange,
): Promise<void> {
  const bumped = state === "bumped";
  await trx
    .updateTable("ticket")
    .set({
      state,
      version: sql`version + 1`,
      bumped_at: bumped ? now : null,
      bumped_by: bumped ? staffId : null,
      recall_count: sql`recall_count + case when state = 'bumped' and ${state}::text = 'open' then 1 else 0 end`,
    })
    .where("id", "=", ticketId)
    .execute();
}

/** Whether any ticket of the order is still to be made. */
export async function hasOpenTicket(trx: Transaction<Database>, orderId: string): Promise<boolean> {
  const open = await trx
    .selectFrom("ticket")
    .select("id")
    .where("order_id", "=", orderId)
    .where("state", "=", "open")
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}
