/** Applies what a partner says of money that goes back, and of money that a guest's bank takes back. */
import type { Transaction } from "kysely";
import { audit, type Database, emitEvent } from "../platform/index.js";
import type { Applied } from "./apply-payment-fact.js";
import { sideMismatch } from "./mismatch.js";
import type { MoneyDeps } from "./money-deps.js";
import type { DisputeFact, RefundFact } from "./payment-facts.js";
import { paymentStateOf, promisedBack } from "./payment-state.js";
import { lockOrder, lockPayments, paymentsMeant, setPaymentState } from "./payments.store.js";
import { insertRefund, lockRefunds, type RefundRow, updateRefund } from "./refunds.store.js";

const RANKS: Readonly<Record<RefundRow["state"], number>> = Object.freeze({
  requested: 0,
  pending: 1,
  succeeded: 2,
  // A bank may send back what had succeeded (Stripe's `refund.failed`).
  failed: 3,
});

/** Applies a refund: moves ours forward, and writes one that was made in the partner's own back office. */
export async function applyRefundFact(deps: MoneyDeps, trx: Transaction<Database>, fact: RefundFact): Promise<Applied> {
  const found = await paymentOf(trx, fact);
  if (found === undefined) return { outcome: "order_unknown" };
  const { order, payment } = found;
  const side = sideMismatch(deps.sides, fact);
  if (side !== undefined) return mismatch(trx, found, { fact, reason: side });
  const refunds = await lockRefunds(trx, order.id);
  const known = refunds.find(({ id, provider_refund_ref }) =>
    [id, provider_refund_ref].some((name) => name === fact.refundRef || name === fact.refundId),
  );
  if (known === undefined) {
    const own = refunds.filter(({ payment_id }) => payment_id === payment.id);
    const isTooMuch = promisedBack(own) + fact.amount > payment.amount;
    if (isTooMuch || fact.currency !== payment.currency) return mismatch(trx, found, { fact, reason: "amount" });
    await insertForeign(deps, trx, { fact, found });
  } else {
    if (known.payment_id !== payment.id) return mismatch(trx, found, { fact, reason: "other_order" });
    if (known.amount !== fact.amount) return mismatch(trx, found, { fact, reason: "amount" });
    if (RANKS[fact.status] <= RANKS[known.state]) return { outcome: "already" };
    await move(deps, trx, { known, fact });
  }
  await tell(deps, trx, found);
  return { outcome: "recorded" };
}

type Found = NonNullable<Awaited<ReturnType<typeof paymentOf>>>;

async function paymentOf(trx: Transaction<Database>, { provider, paymentRef }: RefundFact | DisputeFact) {
  const meant = await paymentsMeant(trx, { provider, paymentRef, attemptRef: undefined, paymentId: undefined });
  const orderId = meant.find(({ state }) => state === "succeeded")?.order_id;
  const order = orderId === undefined ? undefined : await lockOrder(trx, orderId);
  if (order === undefined) return undefined;
  const payments = await lockPayments(trx, order.id);
  const payment = payments.find(({ id }) => meant.some((one) => one.id === id && one.state === "succeeded"));
  return payment === undefined ? undefined : { order, payment, payments };
}

async function move(
  { clock }: MoneyDeps,
  trx: Transaction<Database>,
  { known, fact }: { readonly known: RefundRow; readonly fact: RefundFact },
) {
  const { status: state, refundRef, code: failureCode } = fact;
  await updateRefund(trx, known.id, { state, refundRef, failureCode, now: new Date(clock.now()) });
  await audit(trx, {
    actor: { kind: "provider", id: fact.provider },
    action: `refund.${state}`,
    entity: "refund",
    entityId: known.id,
    locationId: known.location_id,
    detail: { amount: fact.amount, ...(failureCode === undefined ? {} : { code: failureCode }) },
  });
}

async function insertForeign(
  { clock }: MoneyDeps,
  trx: Transaction<Database>,
  { fact, found: { order, payment } }: { readonly fact: RefundFact; readonly found: Found },
) {
  if (fact.status === "failed") return;
  const { provider, refundRef, amount, status: state } = fact;
  const place = { locationId: order.location_id, orderId: order.id, paymentId: payment.id };
  const what = { amount, reason: "other", key: `${provider}:${refundRef}`, state, refundRef } as const;
  const id = await insertRefund(trx, { ...place, ...what, now: new Date(clock.now()) });
  await audit(trx, {
    actor: { kind: "provider", id: provider },
    action: "refund.made_at_partner",
    entity: "refund",
    entityId: id ?? refundRef,
    locationId: order.location_id,
    detail: { orderId: order.id, amount },
  });
}

async function tell(deps: MoneyDeps, trx: Transaction<Database>, { order, payments }: Found) {
  const state = paymentStateOf(order.total, payments, await lockRefunds(trx, order.id));
  if (state === order.payment_state) return;
  await setPaymentState(trx, order.id, state);
  await emitEvent(trx, await deps.orderEvent(trx, order.id));
}

type Reason = Extract<Applied, { outcome: "mismatch" }>["reason"];

async function mismatch(
  trx: Transaction<Database>,
  { order }: Found,
  { fact, reason }: { readonly fact: RefundFact | DisputeFact; readonly reason: Reason },
): Promise<Applied> {
  await audit(trx, {
    actor: { kind: "provider", id: fact.provider },
    action: `${fact.kind}.mismatch`,
    entity: "order",
    entityId: order.id,
    locationId: order.location_id,
    detail: { reason, amount: fact.amount, currency: fact.currency },
  });
  return { outcome: "mismatch", reason };
}

/** Keeps a dispute for people to see; what it takes is the partner's to move. */
export async function applyDisputeFact(
  deps: MoneyDeps,
  trx: Transaction<Database>,
  fact: DisputeFact,
): Promise<Applied> {
  const found = await paymentOf(trx, fact);
  if (found === undefined) return { outcome: "order_unknown" };
  const side = sideMismatch(deps.sides, fact);
  if (side !== undefined) return mismatch(trx, found, { fact, reason: side });
  const now = new Date(deps.clock.now());
  const kept = await trx
    .insertInto("dispute")
    .values({
      provider: fact.provider,
      provider_ref: fact.disputeRef,
      location_id: found.order.location_id,
      payment_id: found.payment.id,
      amount: fact.amount,
      currency: fact.currency,
      reason: fact.reason,
      state: fact.state,
      opened_at: now,
      changed_at: now,
    })
    // What is won or lost does not open again by an event that comes late.
    .onConflict((conflict) =>
      conflict
        .columns(["provider", "provider_ref"])
        .doUpdateSet({ state: fact.state, changed_at: now })
        .where("dispute.state", "=", "open"),
    )
    .returning("provider_ref")
    .executeTakeFirst();
  if (kept === undefined) return { outcome: "already" };
  await audit(trx, {
    actor: { kind: "provider", id: fact.provider },
    action: `dispute.${fact.state}`,
    entity: "order",
    entityId: found.order.id,
    locationId: found.order.location_id,
    detail: { disputeRef: fact.disputeRef, amount: fact.amount, currency: fact.currency, reason: fact.reason },
  });
  return { outcome: "recorded" };
}
