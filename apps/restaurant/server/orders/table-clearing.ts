/** Clears a table by itself once nothing of its session is open and all of it is paid. */
import type { Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { OrderRow } from "./orders.store.js";
import { closeSession } from "./tables.store.js";

const OVER: readonly string[] = ["completed", "rejected", "expired", "cancelled"];

/** Ends the session of an order that was the last. */
export async function clearIfOver(trx: Transaction<Database>, order: OrderRow, now: Date): Promise<void> {
  const { table_session_id: sessionId, location_id: locationId } = order;
  if (sessionId === null) return;
  const orders = await trx
    .selectFrom("orders")
    .select(["state", "payment_state", "total"])
    .where("table_session_id", "=", sessionId)
    .execute();
  const isOver = orders.every(
    ({ state, payment_state, total }) =>
      OVER.includes(state) && (state !== "completed" || payment_state !== "unpaid" || total === 0),
  );
  if (isOver) await closeSession(trx, { locationId, sessionId, now });
}
