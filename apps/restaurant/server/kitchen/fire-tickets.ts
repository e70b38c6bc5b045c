/** Sends an order's lines to their stations. Doing it twice changes nothing. */
import type { Transaction } from "kysely";
import { audit, type Database, type NewEvent } from "../platform/index.js";
import { reopenForAdded } from "./added-lines.store.js";
import { type Placed, placeLines } from "./place-lines.store.js";
import { routerOf } from "./routing.js";
import { type LineToFire, readFiring } from "./routing.store.js";
import { ticketEvents } from "./ticket-events.js";

/** What was sent to the stations. */
export interface Firing {
  /** Whether anything was. */
  readonly isNews: boolean;
  /** Every station that has a part of the order now. */
  readonly stationIds: readonly string[];
  /** The events that tell of it. Ask once all else is done and the order has its number, and emit them last. */
  readonly told: () => Promise<readonly NewEvent[]>;
}

/**
 * Makes the tickets of an order's lines that are neither held nor voided: one per station and course, with every line on
 * at least one. A line that comes later joins its ticket with a mark, and opens it again where it was bumped.
 */
export async function fireTickets(trx: Transaction<Database>, orderId: string): Promise<Firing> {
  const { locationId, tickets, lines, ...plan } = await readFiring(trx, orderId);
  const route = routerOf(plan);
  const routed = lines.map((line) => ({ line, ...route(line) }));
  const placed: readonly Placed[] = routed.flatMap(({ line, stationIds }) =>
    stationIds.map((stationId) => ({ line, stationId })),
  );
  const order = { orderId, locationId };
  const made = await placeLines(trx, order, { placed, tickets });
  const { ticketIds, grownTicketIds, addedItemIds, lineIds, stationIds: everyStation } = made;
  await reopenForAdded(trx, { grownTicketIds, addedItemIds });
  const unrouted = routed.filter(({ unrouted: isLost, line }) => isLost && lineIds.includes(line.id));
  for (const { line } of unrouted) await recordUnrouted(trx, locationId, line);
  const lost = unrouted.map(({ line: { itemId } }) => ({
    ...{ locationId, type: "unrouted_item", orderId },
    payload: { itemId },
  }));
  const told = async () => [...(await ticketEvents(trx, { locationId, orderId, ticketIds })), ...lost];
  return { isNews: ticketIds.length > 0, stationIds: everyStation, told };
}

/** Somebody must learn that an item has no route, even if nobody watches the stream. */
function recordUnrouted(trx: Transaction<Database>, locationId: string, { itemId }: LineToFire): Promise<void> {
  const about = { action: "kitchen.unrouted_item", entity: "menu_item", entityId: itemId, locationId };
  return audit(trx, { actor: { kind: "system" }, ...about });
}
