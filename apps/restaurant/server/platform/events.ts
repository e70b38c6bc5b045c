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
 * Tells an event. Make it the LAST statement of the transaction: it takes the place's next number, and everybody else's
 * next event waits for the commit.
 *
 * @returns The event's number.
 * @example
 * await emitEvent(trx, { locationId, type: "ticket", stationIds: [stationId], orderId, payload: { ticketId } });
 */
export async function emitEvent(trx: Transaction<Database>, event: NewEvent): Promise<number> {
  const { locationId, type, stationIds = [], orderId = null, payload } = event;
  const { rows } = await sql<{ seq: number }>`select emit_event(
    ${locationId}::uuid, ${type}::text, ${[...stationIds]}::uuid[], ${orderId}::uuid, ${JSON.stringify(payload)}::jsonb
  ) as seq`.execute(trx);
  return rows[0]?.seq ?? 0;
}
