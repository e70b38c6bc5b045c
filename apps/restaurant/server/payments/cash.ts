/** Takes cash for what is owed of an order. */
import type { Transaction } from "kysely";
import { audit, type Database, type Effect, emitEvents } from "../platform/index.js";
import type { MoneyDeps } from "./money-deps.js";
import { owed, paymentStateOf } from "./payment-state.js";
import { insertPayment, lockOrder, lockPayments, OPEN_STATES, setPaymentState } from "./payments.store.js";
import { lockRefunds } from "./refunds.store.js";

/** Cash that a guest hands over. */
export interface Cash {
  readonly orderId: string;
  /** Whole minor units, as it was handed over. */
  readonly received: number;
  readonly staffId: string;
  readonly requestId: string;
}

/** Why no cash is taken. */
export type CashRefusal = "already_paid" | "order_closed" | "payment_in_progress" | "received_too_little";

const CLOSED: readonly string[] = ["rejected", "expired", "cancelled"];

/** Writes the payment in the caller's transaction. Attempts to pay online must have ended before. */
export async function takeCash(
  deps: MoneyDeps,
  trx: Transaction<Database>,
  { orderId, received, staffId, requestId }: Cash,
): Promise<Effect | { readonly refused: CashRefusal }> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined || CLOSED.includes(order.state)) return { refused: "order_closed" };
  const payments = await lockPayments(trx, orderId);
  if (payments.some(({ state }) => OPEN_STATES.some((open) => open === state))) {
    return { refused: "payment_in_progress" };
  }
  const refunds = await lockRefunds(trx, orderId);
  const amount = owed(order.total, payments, refunds);
  if (amount === 0) return { refused: "already_paid" };
  if (received < amount) return { refused: "received_too_little" };
  const now = new Date(deps.clock.now());
  const { location_id: locationId, currency } = order;
  const paymentId = await insertPayment(trx, {
    ...{ locationId, orderId, provider: "cash", amount, currency, state: "succeeded", takenBy: staffId, received, now },
    attempt: (payments.at(-1)?.attempt ?? 0) + 1,
  });
  await audit(trx, {
    actor: { kind: "staff", id: staffId },
    action: "payment.cash",
    entity: "order",
    entityId: orderId,
    locationId,
    detail: { paymentId, amount, received, currency },
    requestId,
  });
  await setPaymentState(trx, orderId, paymentStateOf(order.total, await lockPayments(trx, orderId), refunds));
  await deps.tellPaid(trx, { orderId, paymentId });
  const waited = order.state === "pending_payment" && (await deps.onPaid(trx, orderId, now));
  await emitEvents(trx, waited || [await deps.orderEvent(trx, orderId)]);
  return { status: 201, resourceId: paymentId };
}
