/** Brings an order along with its tickets, and makes the events that tell of both. The caller emits them last. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import type { Database, NewEvent, OrderState } from "../platform/index.js";
import type { OrderLife } from "./order-life.js";
import { isToBeMade } from "./ticket-changes.store.js";
import { ticketEvents } from "./ticket-events.js";

/** Which tickets of an order have changed, and the state the order is in. */
export interface Progress {
  readonly deps: { readonly clock: Clock; readonly orders: OrderLife };
  readonly told: { readonly locationId: string; readonly orderId: string; readonly ticketIds: readonly string[] };
  readonly order: OrderState | undefined;
}

/** An order is ready when no line is open and no course is held; a recall or an added line takes that back. */
export async function orderProgress(
  trx: Transaction<Database>,
  { deps, told, order }: Progress,
): Promise<readonly NewEvent[]> {
  const events = await ticketEvents(trx, told);
  if (order !== "preparing" && order !== "ready") return events;
  const { orderId } = told;
  const to = (await isToBeMade(trx, orderId)) ? "preparing" : "ready";
  if (to === order) return events;
  const moved = await deps.orders.move(trx, { orderId, to, now: new Date(deps.clock.now()) });
  return moved ? [...events, await deps.orders.event(trx, orderId)] : events;
}
