/** Writes lines onto tickets, making those that are missing; the unique keys make doing it twice harmless. */
import type { Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import type { LineToFire } from "./routing.store.js";

/** A line at one of its stations. */
export interface Placed {
  readonly line: LineToFire;
  readonly stationId: string;
}

interface OrderRef {
  readonly orderId: string;
  readonly locationId: string;
}

/** What was new. */
export interface PlacedLines {
  /** Every ticket that got a line it had not. */
  readonly ticketIds: readonly string[];
  /** Those of them that had been fired before. */
  readonly grownTicketIds: readonly string[];
  /** The lines of tickets that were added to such. */
  readonly addedItemIds: readonly string[];
  /** The order's lines that were sent anywhere. */
  readonly lineIds: readonly string[];
}

const keyOf = (stationId: string, course: number): string => `${stationId} ${course}`;

/** Writes them. */
export async function placeLines(
  trx: Transaction<Database>,
  order: OrderRef,
  wanted: readonly Placed[],
): Promise<PlacedLines> {
  const placed = await unsentOf(trx, wanted);
  const fresh = await insertTickets(trx, order, placed);
  const tickets = await trx
    .selectFrom("ticket")
    .select(["id", "station_id", "course"])
    .where("order_id", "=", order.orderId)
    .execute();
  const ids = new Map(tickets.map(({ id, station_id, course }) => [keyOf(station_id, course), id]));
  const added = await insertItems(trx, { locationId: order.locationId, ids }, placed);
  const grown = added.filter(({ ticket_id }) => !fresh.has(ticket_id));
  return {
    ticketIds: [...new Set(added.map(({ ticket_id }) => ticket_id))],
    grownTicketIds: [...new Set(grown.map(({ ticket_id }) => ticket_id))],
    addedItemIds: grown.map(({ id }) => id),
    lineIds: [...new Set(added.map(({ order_line_id }) => order_line_id))],
  };
}

/** The ids of the tickets that were not there. */
async function insertTickets(trx: Transaction<Database>, order: OrderRef, placed: readonly Placed[]) {
  if (placed.length === 0) return new Set<string>();
  const wanted = new Map(placed.map(({ line, stationId }) => [keyOf(stationId, line.course), { line, stationId }]));
  const rows = [...wanted.values()].map(({ line, stationId }) => ({
    id: newId(),
    station_id: stationId,
    course: line.course,
    order_id: order.orderId,
    location_id: order.locationId,
  }));
  const made = await trx
    .insertInto("ticket")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["order_id", "station_id", "course"]).doNothing())
    .returning("id")
    .execute();
  return new Set(made.map(({ id }) => id));
}

interface Tickets {
  readonly locationId: string;
  /** Ticket ids by station and course. */
  readonly ids: ReadonlyMap<string, string>;
}

/** A line is sent once: where the plan has changed since, it stays at the stations it was sent to. */
async function unsentOf(trx: Transaction<Database>, placed: readonly Placed[]): Promise<readonly Placed[]> {
  if (placed.length === 0) return [];
  const lineIds = [...new Set(placed.map(({ line }) => line.id))];
  const before = await trx
    .selectFrom("ticket_item")
    .select("order_line_id")
    .where("order_line_id", "in", lineIds)
    .execute();
  const sent = new Set(before.map(({ order_line_id }) => order_line_id));
  return placed.filter(({ line }) => !sent.has(line.id));
}

async function insertItems(trx: Transaction<Database>, { locationId, ids }: Tickets, placed: readonly Placed[]) {
  if (placed.length === 0) return [];
  const rows = placed.map(({ line, stationId }) => ({
    id: newId(),
    location_id: locationId,
    ticket_id: ids.get(keyOf(stationId, line.course)) ?? "",
    order_line_id: line.id,
    quantity: line.quantity,
  }));
  return trx
    .insertInto("ticket_item")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["ticket_id", "order_line_id"]).doNothing())
    .returning(["id", "ticket_id", "order_line_id"])
    .execute();
}
