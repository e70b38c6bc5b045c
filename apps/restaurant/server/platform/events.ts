/** Tells live events of a place, inside the transaction that makes them true. */
import { sql, type Transaction } from "kysely";
import type { Database, Json } from "./schema.js";

/** An event to be told. */
export interface NewEvent {
  readonly locationId: string;
  /** Such as `ticket`; it becomes the SSE event's name. */
  readonly type: string;
  readonly stationIds?: readonly string[];
  readonly orderId?: string | undefined;
  /** Nothing personal beyond what every reader of the place's stream may see. */
  readonly payload: Json;
}

/**
 * Tells events, in their order. Make it the LAST statement of the transaction: it takes the next numbers of the events'
 * place, and everybody else's next event there waits for the commit.
 *
 * @example
 * await emitEvents(trx, [{ locationId, type: "ticket", stationIds: [stationId], orderId, payload: { ticketId } }]);
 */
export async function emitEvents(trx: Transaction<Database>, events: readonly NewEvent[]): Promise<void> {
  // In one order, so that two transactions that tell of several places never wait for each other.
  for (const locationId of [...new Set(events.map((event) => event.locationId))].sort()) {
    const told = events.flatMap(({ locationId: place, type, stationIds = [], orderId = null, payload }) =>
      place === locationId ? [{ type, stationIds, orderId, payload }] : [],
    );
    await sql`select emit_events(${locationId}::uuid, ${JSON.stringify(told)}::jsonb)`.execute(trx);
  }
}

/** Tells one event; see `emitEvents`. */
export function emitEvent(trx: Transaction<Database>, event: NewEvent): Promise<void> {
  return emitEvents(trx, [event]);
}
