/** The money of an order as staff see it. */
import type { Kysely } from "kysely";
import type { CashTaken, OrderMoney, RequestedRefund } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { owed } from "./payment-state.js";

/** Everything about an order's money. */
export async function orderMoney(db: Kysely<Database>, orderId: string): Promise<OrderMoney> {
  const order = await db
    .selectFrom("orders")
    .select(["total", "currency", "payment_state"])
    .where("id", "=", orderId)
    .executeTakeFirstOrThrow();
  const payments = await paymentRows(db).where("payment.order_id", "=", orderId).orderBy("attempt").execute();
  const refunds = await refundRows(db).where("refund.order_id", "=", orderId).orderBy("refund.created_at").execute();
  const disputes = await disputeRows(db).where("payment.order_id", "=", orderId).execute();
  const { total, currency } = order;
  return {
    paymentState: order.payment_state,
    total: { amount: total, currency },
    owed: { amount: owed(total, payments, refunds), currency },
    payments: payments.map((row) => ({ ...paymentView(row), providerRef: row.provider_ref })),
    refunds: refunds.map(refundView),
    disputes: disputes.map(disputeView),
  };
}

/** One payment, with what has been paid of its order. */
export async function onePayment(db: Kysely<Database>, paymentId: string) {
  const payment = await paymentRows(db).where("payment.id", "=", paymentId).executeTakeFirstOrThrow();
  const order = await db
    .selectFrom("orders")
    .select("payment_state")
    .where("id", "=", payment.order_id)
    .executeTakeFirstOrThrow();
  return { payment: paymentView(payment), paymentState: order.payment_state };
}

/** The answer to cash: what stayed, and what goes back over the counter. */
export async function cashTaken(db: Kysely<Database>, paymentId: string): Promise<CashTaken> {
  const row = await db
    .selectFrom("payment")
    .innerJoin("orders", "orders.id", "payment.order_id")
    .select(["payment.amount", "payment.currency", "payment.received", "orders.payment_state"])
    .where("payment.id", "=", paymentId)
    .executeTakeFirstOrThrow();
  const { amount, currency, received, payment_state: paymentState } = row;
  const change = { amount: (received ?? amount) - amount, currency };
  return { paymentId, amount: { amount, currency }, change, paymentState };
}

/** The answer to a refund. */
export async function oneRefund(db: Kysely<Database>, refundId: string): Promise<RequestedRefund> {
  return refundView(await refundRows(db).where("refund.id", "=", refundId).executeTakeFirstOrThrow());
}

/** Payments with what a view tells of them. */
export function paymentRows(db: Kysely<Database>) {
  return db
    .selectFrom("payment")
    .select(["payment.id", "payment.order_id", "payment.attempt", "payment.provider", "payment.state"])
    .select([
      "payment.amount",
      "payment.currency",
      "payment.failure_code",
      "payment.created_at",
      "payment.provider_ref",
    ]);
}

export function paymentView(row: Awaited<ReturnType<ReturnType<typeof paymentRows>["executeTakeFirstOrThrow"]>>) {
  const { id, attempt, provider, state, amount, currency, failure_code: failureCode, created_at } = row;
  return {
    id,
    attempt,
    provider,
    state,
    amount: { amount, currency },
    failureCode,
    createdAt: created_at.toISOString(),
  };
}

/** Refunds with what a view tells of them. */
export function refundRows(db: Kysely<Database>) {
  return db
    .selectFrom("refund")
    .innerJoin("payment", "payment.id", "refund.payment_id")
    .select(["refund.id", "refund.payment_id", "refund.state", "refund.reason", "refund.amount", "payment.currency"])
    .select(["refund.failure_code", "refund.created_at"]);
}

export function refundView(row: Awaited<ReturnType<ReturnType<typeof refundRows>["executeTakeFirstOrThrow"]>>) {
  const { id, payment_id: paymentId, state, reason, amount, currency, failure_code: failureCode, created_at } = row;
  const money = { amount, currency };
  return { id, paymentId, state, reason, amount: money, failureCode, createdAt: created_at.toISOString() };
}

/** Disputes with what a view tells of them. */
export function disputeRows(db: Kysely<Database>) {
  return db
    .selectFrom("dispute")
    .innerJoin("payment", "payment.id", "dispute.payment_id")
    .select(["dispute.payment_id", "dispute.state", "dispute.reason", "dispute.amount", "dispute.currency"])
    .select("opened_at");
}

export function disputeView(row: Awaited<ReturnType<ReturnType<typeof disputeRows>["executeTakeFirstOrThrow"]>>) {
  const { payment_id: paymentId, state, reason, amount, currency, opened_at } = row;
  return { paymentId, state, reason, amount: { amount, currency }, openedAt: opened_at.toISOString() };
}
