/** What a delivery partner reports of an order it carries, as a step of the order's life. */
import type { Transaction } from "kysely";
import { audit, type Database, type NewEvent } from "../platform/index.js";
import type { OrderMessages } from "./neighbours.js";
import { moveOrder, orderEvent } from "./order-moves.js";
import type { OrderState } from "./order-states.js";
import { lockOrder, type OrderRow } from "./orders.store.js";

/** A partner's report. */
export interface DeliveryReport {
  readonly orderId: string;
  readonly status: "picked_up" | "delivered" | "failed";
  readonly now: Date;
}

/** Why a report does not fit its order. */
export type DeliveryMismatch = "order_unknown" | "not_a_delivery" | "own_courier" | "order_closed" | "order_unpaid";

/** What became of a report, with the events to emit last. */
export type Reported =
  | { readonly outcome: "moved" | "already" | "failed"; readonly events: readonly NewEvent[] }
  /** The kitchen is not done with it by our books: to be tried again. */
  | { readonly outcome: "not_ready" }
  | { readonly outcome: "mismatch"; readonly reason: DeliveryMismatch; readonly events: readonly NewEvent[] };

type Trx = Transaction<Database>;

const CLOSED: readonly OrderState[] = ["rejected", "expired", "cancelled"];

/**
 * Takes a report that is known to come from the partner. An order only moves forward, whatever order the reports come in:
 * what was delivered was picked up. Nothing is completed unpaid, and nothing that one of our own couriers has.
 */
export async function takeDeliveryReport(
  { messages }: { readonly messages: OrderMessages },
  trx: Trx,
  report: DeliveryReport,
): Promise<Reported> {
  const order = await lockOrder(trx, report.orderId);
  if (order === undefined) return { outcome: "mismatch", reason: "order_unknown", events: [] };
  const reason = mismatchOf(order);
  if (reason !== undefined) return { outcome: "mismatch", reason, events: [] };
  if (order.state === "completed") return { outcome: "already", events: [] };
  if (order.state !== "ready" && order.state !== "out_for_delivery") return { outcome: "not_ready" };
  return step({ messages, trx, order, report });
}

function mismatchOf({ order_type, courier_id, state }: OrderRow): DeliveryMismatch | undefined {
  if (order_type !== "delivery") return "not_a_delivery";
  if (courier_id !== null) return "own_courier";
  return CLOSED.includes(state) ? "order_closed" : undefined;
}

interface Step {
  readonly messages: OrderMessages;
  readonly trx: Trx;
  readonly order: OrderRow;
  readonly report: DeliveryReport;
}

async function step(given: Step): Promise<Reported> {
  const { order, report } = given;
  if (report.status === "failed") return failed(given);
  const isNews = order.state === "ready";
  if (isNews) await pickUp(given);
  if (report.status === "picked_up")
    return { outcome: isNews ? "moved" : "already", events: await told(given, isNews) };
  if (order.payment_state !== "paid" && order.total !== 0) {
    return { outcome: "mismatch", reason: "order_unpaid", events: await told(given, isNews) };
  }
  await move(given, "completed", "order.completed");
  return { outcome: "moved", events: await told(given, true) };
}

async function pickUp(given: Step): Promise<void> {
  await move(given, "out_for_delivery", "order.dispatched");
  await given.messages.tellGuest(given.trx, { orderId: given.order.id, news: "out_for_delivery" });
}

/** The order stays where it is: people decide whether it goes out again or the guest gets the money back. */
async function failed(given: Step): Promise<Reported> {
  await note(given, "order.delivery_failed");
  return { outcome: "failed", events: await told(given, true) };
}

async function move(given: Step, to: OrderState, action: string): Promise<void> {
  const { trx, order, report } = given;
  if (!(await moveOrder(trx, { orderId: order.id, to, now: report.now }))) {
    throw new Error(`An order could not become ${to}.`);
  }
  await note(given, action);
}

function note({ trx, order }: Step, action: string): Promise<void> {
  const about = { action, entity: "order", entityId: order.id, locationId: order.location_id };
  return audit(trx, { actor: { kind: "provider", id: "delivery" }, ...about });
}

async function told({ trx, order }: Step, isNews: boolean): Promise<readonly NewEvent[]> {
  return isNews ? [await orderEvent(trx, order.id)] : [];
}
