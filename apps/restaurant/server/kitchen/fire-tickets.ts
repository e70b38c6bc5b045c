/** Sends an order's lines to their stations. Doing it twice changes nothing. */
import type { Transaction } from "kysely";
import { audit, type Database, type NewEvent } from "../platform/index.js";
import { reopenForAdded } from "./added-lines.store.js";
import { type Placed, placeLines } from "./place-lines.store.js";
import { routerOf } from "./routing.js";
import { type LineToFire, readLinesToFire, readPlan, stampFired } from "./routing.store.js";
import { ticketEvents } from "./ticket-events.js";

/** What orders know and the menu does not. */
export interface Serving {
  /** Where the table stands, for reroute rules that ask for it. */
  readonly serviceArea?: string | undefined;
}

/**
 * Makes the tickets of an order's lines that are neither held nor voided: one per station and course, with every line on
 * at least one. A line that comes later joins its ticket with a mark, and opens it again where it was bumped.
 *
 * @returns the events that tell of them, for the caller to emit as the last thing in the transaction
 */
export async function fireTickets(
  trx: Transaction<Database>,
  orderId: string,
  { serviceArea }: Serving = {},
): Promise<readonly NewEvent[]> {
  const { location_id: locationId } = await trx
    .selectFrom("orders")
    .select("location_id")
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  const route = routerOf(await readPlan(trx, locationId));
  const lines = await readLinesToFire(trx, orderId);
  const routed = lines.map((line) => ({ line, ...route({ ...line, serviceArea }) }));
  const placed: readonly Placed[] = routed.flatMap(({ line, stationIds }) =>
    stationIds.map((stationId) => ({ line, stationId })),
  );
  const { ticketIds, grownTicketIds, addedItemIds, lineIds } = await placeLines(trx, { orderId, locationId }, placed);
  await reopenForAdded(trx, { grownTicketIds, addedItemIds });
  await stampFired(trx, lineIds);
  const unrouted = routed.filter(({ unrouted: lost, line }) => lost && lineIds.includes(line.id));
  for (const { line } of unrouted) await recordUnrouted(trx, locationId, line);
  return [
    ...(await ticketEvents(trx, { locationId, orderId, ticketIds })),
    ...unrouted.map(({ line: { itemId } }) => ({ locationId, type: "unrouted_item", orderId, payload: { itemId } })),
  ];
}

/** Somebody must learn that an item has no route, even if nobody watches the stream. */
function recordUnrouted(trx: Transaction<Database>, locationId: string, { itemId }: LineToFire): Promise<void> {
  const about = { action: "kitchen.unrouted_item", entity: "menu_item", entityId: itemId, locationId };
  return audit(trx, { actor: { kind: "system" }, ...about });
}
