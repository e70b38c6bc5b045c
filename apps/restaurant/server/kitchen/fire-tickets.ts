/** Sends an order's lines to their stations. Doing it twice changes nothing. */
import type { Transaction } from "kysely";
import { audit, type Database, type NewEvent, newId } from "../platform/index.js";
import { routerOf } from "./routing.js";
import { type LineToFire, readLinesToFire, readPlan } from "./routing.store.js";
import { ticketEvents } from "./ticket-events.js";

/** A line at one of its stations. */
interface Placed {
  readonly line: LineToFire;
  readonly stationId: string;
}

/**
 * Makes the tickets of an order: one per station and course, with every line on at least one.
 *
 * @returns the events that tell of them, for the caller to emit as the last thing in the transaction
 */
export async function fireTickets(trx: Transaction<Database>, orderId: string): Promise<readonly NewEvent[]> {
  const { location_id: locationId } = await trx
    .selectFrom("orders")
    .select("location_id")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  const route = routerOf(await readPlan(trx, locationId));
  const routed = (await readLinesToFire(trx, orderId)).map((line) => ({ line, ...route(line) }));
  const placed = routed.flatMap(({ line, stationIds }) => stationIds.map((stationId) => ({ line, stationId })));
  const ticketIds = await insertTickets(trx, { orderId, locationId }, placed);
  const unrouted = routed.filter(({ unrouted }) => unrouted).map(({ line }) => line);
  for (const line of unrouted) await recordUnrouted(trx, locationId, line);
  return [
    ...(await ticketEvents(trx, { locationId, ticketIds })),
    ...unrouted.map(({ itemId }) => ({ locationId, type: "unrouted_item", orderId, payload: { itemId } })),
  ];
}

interface OrderRef {
  readonly orderId: string;
  readonly locationId: string;
}

async function insertTickets(trx: Transaction<Database>, order: OrderRef, placed: readonly Placed[]) {
  const keys = new Map(placed.map(({ line, stationId }) => [keyOf(stationId, line.course), { line, stationId }]));
  for (const { line, stationId } of keys.values()) {
    await trx
      .insertInto("ticket")
      .values({
        id: newId(),
        station_id: stationId,
        course: line.course,
        order_id: order.orderId,
        location_id: order.locationId,
      })
      .onConflict((conflict) => conflict.columns(["order_id", "station_id", "course"]).doNothing())
      .execute();
  }
  const tickets = await trx
    .selectFrom("ticket")
    .select(["id", "station_id", "course"])
    .where("order_id", "=", order.orderId)
    .execute();
  const ids = new Map(tickets.map(({ id, station_id, course }) => [keyOf(station_id, course), id]));
  return insertItems(trx, { locationId: order.locationId, ids }, placed);
}

interface Tickets {
  readonly locationId: string;
  /** Ticket ids by station and course. */
  readonly ids: ReadonlyMap<string, string>;
}

const keyOf = (stationId: string, course: number): string => `${stationId} ${course}`;

/** The ids of the tickets that got a line they had not. */
async function insertItems(trx: Transaction<Database>, { locationId, ids }: Tickets, placed: readonly Placed[]) {
  const rows = placed.map(({ line, stationId }) => ({
    id: newId(),
    location_id: locationId,
    ticket_id: ids.get(keyOf(stationId, line.course)) ?? "",
    order_line_id: line.id,
    quantity: line.quantity,
  }));
  const added = await trx
    .insertInto("ticket_item")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["ticket_id", "order_line_id"]).doNothing())
    .returning("ticket_id")
    .execute();
  return [...new Set(added.map(({ ticket_id }) => ticket_id))];
}

/** Somebody must learn that an item has no route, even if nobody watches the stream. */
function recordUnrouted(trx: Transaction<Database>, locationId: string, { itemId }: LineToFire): Promise<void> {
  const about = { action: "kitchen.unrouted_item", entity: "menu_item", entityId: itemId, locationId };
  return audit(trx, { actor: { kind: "system" }, ...about });
}
