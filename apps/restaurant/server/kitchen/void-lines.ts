/** Voids lines on their tickets: crossed out on every screen until somebody there acknowledges it. */
import type { Clock } from "cloche";
import { sql, type Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import { type ItemState, ticketStateOf } from "./item-moves.js";
import type { OrderLife } from "./order-life.js";
import { isToBeMade, lockItems } from "./ticket-changes.store.js";
import { ticketEvents } from "./ticket-events.js";

/** Which lines of which order; every line where none is named. The caller holds the order's lock. */
export interface Voided {
  readonly orderId: string;
  readonly lineIds?: readonly string[];
}

/**
 * Voids the lines' shares at their stations. Doing it twice changes nothing.
 *
 * @returns the events that tell of them, for the caller to emit as the last thing in the transaction
 */
export async function voidLines(
  trx: Transaction<Database>,
  { orderId, lineIds }: Voided,
): Promise<readonly NewEvent[]> {
  const tickets = await trx
    .selectFrom("ticket")
    .select(["id", "location_id", "state"])
    .where("order_id", "=", orderId)
    .orderBy("id")
    .forUpdate()
    .execute();
  const changed: string[] = [];
  for (const ticket of tickets) if (await voidOn(trx, ticket, lineIds)) changed.push(ticket.id);
  const locationId = tickets[0]?.location_id;
  return locationId === undefined ? [] : ticketEvents(trx, { locationId, orderId, ticketIds: changed });
}

/**
 * The same for whoever changes orders: where the last line that was still to be made is voided, the order is ready. The
 * caller tells of the order itself.
 */
export function lineVoiding({ orders, clock }: { readonly orders: OrderLife; readonly clock: Clock }) {
  return async (trx: Transaction<Database>, voided: Voided): Promise<readonly NewEvent[]> => {
    const events = await voidLines(trx, voided);
    const { orderId } = voided;
    const order = events.length === 0 ? undefined : await orders.lock(trx, orderId);
    if (order?.state === "preparing" && (await isMade(trx, orderId))) {
      await orders.move(trx, { orderId, to: "ready", now: new Date(clock.now()) });
    }
    return events;
  };
}

/** An order whose every line was voided is not ready; it is nothing. */
async function isMade(trx: Transaction<Database>, orderId: string): Promise<boolean> {
  const bumped = await trx
    .selectFrom("ticket")
    .select("id")
    .where("order_id", "=", orderId)
    .where("state", "=", "bumped")
    .limit(1)
    .executeTakeFirst();
  return bumped !== undefined && !(await isToBeMade(trx, orderId));
}

async function voidOn(
  trx: Transaction<Database>,
  ticket: { readonly id: string; readonly state: "open" | "bumped" | "void" },
  lineIds: readonly string[] | undefined,
): Promise<boolean> {
  const before = await lockItems(trx, ticket.id);
  const voided = await trx
    .updateTable("ticket_item")
    .set({ state: "void", version: sql`version + 1` })
    .where("ticket_id", "=", ticket.id)
    .where("state", "<>", "void")
    .$if(lineIds !== undefined, (found) => found.where("order_line_id", "in", [...(lineIds ?? []), ticket.id]))
    .returning("id")
    .execute();
  if (voided.length === 0) return false;
  const gone = new Set(voided.map(({ id }) => id));
  const states = before.map(({ id, state }): ItemState => (gone.has(id) ? "void" : state));
  const state = ticketStateOf(states);
  await trx
    .updateTable("ticket")
    .set({
      state,
      version: sql`version + 1`,
      // What has left the kitchen already is not put back on a screen.
      ...(ticket.state === "open" ? { changed_at: sql<Date>`now()` } : {}),
      // Its last open line was voided, so what is left of it is done.
      ...(state === "bumped" && ticket.state === "open" ? { bumped_at: sql<Date>`now()` } : {}),
    })
    .where("id", "=", ticket.id)
    .execute();
  return true;
}
