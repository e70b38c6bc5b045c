/** The events that tell of tickets: each holds its ticket whole, so that a lost or doubled one does no harm. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import { readTickets } from "./tickets.store.js";

/** An event for each ticket as it stands now. */
export async function ticketEvents(
  trx: Transaction<Database>,
  { locationId, ticketIds }: { readonly locationId: string; readonly ticketIds: readonly string[] },
): Promise<readonly NewEvent[]> {
  const tickets = await readTickets(trx, { locationId, ticketIds });
  return tickets.map((ticket) => ({
    locationId,
    type: "ticket",
    orderId: ticket.orderId,
    stationIds: [ticket.station.id],
    payload: { ticket },
  }));
}
