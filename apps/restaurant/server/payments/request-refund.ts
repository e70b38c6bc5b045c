/** Writes that money goes back, in the transaction of whatever is the reason; a worker asks the partner afterwards. */
import type { Transaction } from "kysely";
import { audit, type Database } from "../platform/index.js";
import type { MoneyDeps } from "./money-deps.js";
import { paymentStateOf, promisedBack } from "./payment-state.js";
import { lockOrder, lockPayments, setPaymentState } from "./payments.store.js";
import { insertRefund, lockRefunds, type RefundReason } from "./refunds.store.js";

/** A wish to give money back. The order and the payment are locked. */
export interface RefundWish {
  readonly order: { readonly id: string; readonly location_id: string };
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: RefundReason;
  readonly key: string;
  /** The member of staff who wishes it; `undefined` where it follows by itself. */
  readonly requestedBy: string | undefined;
  /** Cash goes back over the counter, so it has gone when it is written. */
  readonly isCash?: boolean;
}

/** Writes the wish once; `undefined` where its key is known. */
export async function requestRefund(
  deps: Pick<MoneyDeps, "clock" | "tellRefund">,
  trx: Transaction<Database>,
  wish: RefundWish,
): Promise<string | undefined> {
  const { order, paymentId, amount, reason, key, requestedBy, isCash = false } = wish;
  const now = new Date(deps.clock.now());
  const place = { locationId: order.location_id, orderId: order.id };
  const state = isCash ? "succeeded" : "requested";
  const refundId = await insertRefund(trx, { ...place, paymentId, amount, reason, key, requestedBy, state, now });
  if (refundId === undefined) return undefined;
  await audit(trx, {
    actor: requestedBy === undefined ? { kind: "system" } : { kind: "staff", id: requestedBy },
    action: "refund.requested",
    entity: "refund",
    entityId: refundId,
    locationId: order.location_id,
    detail: { orderId: order.id, paymentId, amount, reason },
  });
  if (!isCash) await deps.tellRefund(trx, { orderId: order.id, refundId });
  return refundId;
}

/** All money of an order is to go back. */
export interface RefundAll {
  readonly orderId: string;
  readonly reason: RefundReason;
  readonly requestedBy?: string | undefined;
}

/**
 * Sends back whatever has arrived for an order and is not on its way back already, in the caller's transaction; money
 * that arrives later follows by itself once the order is closed. Safe to call twice.
 *
 * @returns how many refunds were written
 */
export async function refundAll(
  deps: Pick<MoneyDeps, "clock" | "tellRefund">,
  trx: Transaction<Database>,
  { orderId, reason, requestedBy }: RefundAll,
): Promise<number> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined) return 0;
  const payments = await lockPayments(trx, orderId);
  const refunds = await lockRefunds(trx, orderId);
  let written = 0;
  for (const { id: paymentId, amount: paid, state, provider } of payments) {
    const own = refunds.filter((refund) => refund.payment_id === paymentId);
    const amount = state === "succeeded" ? paid - promisedBack(own) : 0;
    if (amount === 0) continue;
    // The key counts what went before, so that a refund which failed may be wished again.
    const key = `all:${paymentId}:${own.length}`;
    const isCash = provider === "cash" || provider === "card_terminal";
    const wish = { order, paymentId, amount, reason, key, requestedBy, isCash };
    if ((await requestRefund(deps, trx, wish)) !== undefined) written += 1;
  }
  if (written > 0) {
    const now = paymentStateOf(order.total, payments, await lockRefunds(trx, orderId));
    if (now !== order.payment_state) await setPaymentState(trx, orderId, now);
  }
  return written;
}
