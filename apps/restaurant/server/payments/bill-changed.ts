/** The bill of an order has changed: what was paid beyond it goes back, and what is owed is told anew. */
import type { Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { MoneyDeps } from "./money-deps.js";
import { excessOf, paymentStateOf, promisedBack } from "./payment-state.js";
import { lockOrder, lockPayments, setPaymentState } from "./payments.store.js";
import { lockRefunds } from "./refunds.store.js";
import { requestRefund } from "./request-refund.js";

/** Which order, and who changed it. */
export interface BillChange {
  readonly orderId: string;
  readonly requestedBy: string;
}

/**
 * Follows a change of an order's lines, in the caller's transaction, which holds the order's lock. The newest payment
 * goes back first. Safe to call twice.
 *
 * @returns how much goes back, in minor units
 */
export async function billChanged(
  deps: Pick<MoneyDeps, "clock" | "tellRefund">,
  trx: Transaction<Database>,
  { orderId, requestedBy }: BillChange,
): Promise<number> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined) return 0;
  const payments = await lockPayments(trx, orderId);
  const refunds = await lockRefunds(trx, orderId);
  const over = excessOf(order.total, payments, refunds);
  let left = over;
  for (const { id: paymentId, amount: paid, state, provider } of payments.toReversed()) {
    const own = refunds.filter((refund) => refund.payment_id === paymentId);
    const amount = state === "succeeded" ? Math.min(left, paid - promisedBack(own)) : 0;
    if (amount <= 0) continue;
    const isCash = provider === "cash" || provider === "card_terminal";
    // The key counts what went before, so that each void of a line is a wish of its own.
    const key = `bill:${paymentId}:${own.length}`;
    await requestRefund(deps, trx, { order, paymentId, amount, reason: "voided", key, requestedBy, isCash });
    left -= amount;
  }
  const now = paymentStateOf(order.total, payments, await lockRefunds(trx, orderId));
  if (now !== order.payment_state) await setPaymentState(trx, orderId, now);
  return over - left;
}
