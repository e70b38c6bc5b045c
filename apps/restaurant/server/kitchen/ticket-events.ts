/** The events that tell of tickets: each holds its ticket whole, so that a lost or doubled one does no harm. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import { readTicketsOfOrder } from "./tickets.store.js";

/** Which tickets of which order. */
export interface ToldTickets {
  readonly locationId: string;
  readonly orderId: string;
  readonly ticketIds: readonly string[];
}

/** An event for each ticket as it stands now, and one that tells the order's other stations how far each is. */
export async function ticketEvents(
  trx: Transaction<Database>,
  { locationId, orderId, ticketIds }: ToldTickets,
): Promise<readonly NewEvent[]> {
  if (ticketIds.length === 0) return [];
  const { tickets, shares } = await readTicketsOfOrder(trx, { locationId, ticketIds });
  const told = tickets.map((ticket) => ({
    locationId,
    type: "ticket",
    orderId,
    stationIds: [ticket.station.id],
    payload: { ticket },
  }));
  if (shares.length <= tickets.length) return told;
  const stationIds = [...new Set(shares.map(({ station }) => station.id))];
  const progress = shares.map(({ id, station, done, total }) => ({ ticketId: id, station, done, total }));
  return [{ locationId, type: "progress", orderId, stationIds, payload: { orderId, shares: progress } }, ...told];
}
