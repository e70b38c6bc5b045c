/** The one way in which money that arrived becomes part of an order, whoever brings the news. */
import type { Transaction } from "kysely";
import { audit, type Database, emitEvent, emitEvents, type Json, type OrderState } from "../platform/index.js";
import { type Mismatch, mismatchOf } from "./mismatch.js";
import type { MoneyDeps } from "./money-deps.js";
import type { PaymentFact } from "./payment-facts.js";
import { excessOf, paymentStateOf } from "./payment-state.js";
import {
  insertPayment,
  lockOrder,
  lockPayments,
  type PaymentRow,
  paymentsMeant,
  setPaymentState,
  updatePayment,
} from "./payments.store.js";
import { moveOf } from "./ranks.js";
import { lockRefunds } from "./refunds.store.js";
import { type RefundWish, requestRefund } from "./request-refund.js";

/** What became of a fact. */
export type Applied =
  | { readonly outcome: "paid" | "excess" | "late" | "already" | "recorded" }
  | { readonly outcome: "mismatch"; readonly reason: Mismatch }
  | { readonly outcome: "order_unknown" };

type Order = NonNullable<Awaited<ReturnType<typeof lockOrder>>>;

/** The states of an order that money comes too late for. */
const CLOSED: readonly OrderState[] = ["rejected", "expired", "cancelled"];

/** Which event of the audit trail each outcome is. */
const ACTIONS = Object.freeze({
  paid: "payment.succeeded",
  excess: "payment.excess",
  late: "payment.late",
  mismatch: "payment.mismatch",
});

/**
 * Applies a fact that is known to come from the partner: locks the order, then its payments, compares everything, and
 * only then writes. A payment only moves forward; a fact that disagrees with its order changes nothing of the order and
 * is kept for people to see. Money that comes too late, or twice, is sent back.
 */
export async function applyPaymentFact(
  deps: MoneyDeps,
  trx: Transaction<Database>,
  fact: PaymentFact,
): Promise<Applied> {
  const meant = await paymentsMeant(trx, fact);
  const orderId = fact.orderId ?? meant[0]?.order_id;
  const order = orderId === undefined ? undefined : await lockOrder(trx, orderId);
  if (order === undefined) return { outcome: "order_unknown" };
  const payments = await lockPayments(trx, order.id);
  const known = knownAmong(payments, fact);
  if (known?.state === "succeeded") return { outcome: "already" };
  const change: Change = { deps, trx, fact, order, payments, known };
  const reason = mismatchOf(deps, { fact, order, known, meant });
  if (reason !== undefined) return quarantine(change, reason);
  return fact.status === "succeeded" ? settle(change) : move(change);
}

interface Change {
  readonly deps: MoneyDeps;
  readonly trx: Transaction<Database>;
  readonly fact: PaymentFact;
  readonly order: Order;
  readonly payments: readonly PaymentRow[];
  readonly known: PaymentRow | undefined;
}

/** The payment itself where it is known by name; else its attempt, unless another payment has been made in that. */
function knownAmong(payments: readonly PaymentRow[], fact: PaymentFact): PaymentRow | undefined {
  const ours = payments.filter(({ provider }) => provider === fact.provider);
  const { paymentRef, attemptRef, paymentId } = fact;
  const named = ours.find(
    (one) => paymentRef !== undefined && [one.provider_payment_ref, one.provider_ref].includes(paymentRef),
  );
  if (named !== undefined) return named;
  const attempt = ours.find((one) => one.id === paymentId || (one.provider_ref ?? "") === attemptRef);
  return attempt?.state === "succeeded" && fact.status === "succeeded" ? undefined : attempt;
}

async function settle(change: Change): Promise<Applied> {
  const { deps, trx, fact, order, known } = change;
  const now = new Date(deps.clock.now());
  const paymentId = known?.id ?? (await insertPayment(trx, newPayment(change, "succeeded", now)));
  if (known !== undefined) {
    await updatePayment(trx, known.id, {
      state: "succeeded",
      paymentRef: fact.paymentRef,
      failureCode: undefined,
      now,
    });
  }
  const over = excessOf(order.total, await lockPayments(trx, order.id), await lockRefunds(trx, order.id));
  const outcome = CLOSED.includes(order.state) ? "late" : over > 0 ? "excess" : "paid";
  await record(change, outcome, {});
  const state = await restate(change);
  if (outcome === "paid") await deps.tellPaid(trx, { orderId: order.id, paymentId });
  if (outcome === "late") await sendBack(change, { paymentId, amount: fact.amount, reason: "late_payment" });
  if (outcome === "excess") {
    await sendBack(change, { paymentId, amount: Math.min(over, fact.amount), reason: "duplicate" });
  }
  const moved = state === "paid" && order.state === "pending_payment" && (await deps.onPaid(trx, order.id, now));
  await emitEvents(trx, moved || [await deps.orderEvent(trx, order.id)]);
  return { outcome };
}

type Back = Pick<RefundWish, "paymentId" | "amount" | "reason">;

/** The newest payment goes back, as far as the order may not keep it. */
async function sendBack({ deps, trx, order }: Change, back: Back): Promise<void> {
  const key = `${back.reason}:${back.paymentId}`;
  await requestRefund(deps, trx, { ...back, order, key, requestedBy: undefined });
}

/** Everything short of money that has arrived: forward only. */
async function move(change: Change): Promise<Applied> {
  const { deps, trx, fact, order, payments, known } = change;
  const next = known === undefined ? undefined : moveOf(known, fact.status, payments);
  if (known === undefined || next === undefined) return { outcome: "recorded" };
  const now = new Date(deps.clock.now());
  // A try that was declined is not what the attempt will be paid by.
  const isUnderWay = fact.status === "processing" || fact.status === "authorized";
  const paymentRef = isUnderWay ? fact.paymentRef : undefined;
  await updatePayment(trx, known.id, { state: next, paymentRef, failureCode: fact.code, now });
  const before = order.payment_state;
  const isNews = (await restate(change)) !== before || fact.status === "declined";
  if (isNews) await emitEvent(trx, await deps.orderEvent(trx, order.id));
  return { outcome: "recorded" };
}

async function restate({ trx, order }: Change) {
  const payments = await lockPayments(trx, order.id);
  const state = paymentStateOf(order.total, payments, await lockRefunds(trx, order.id));
  if (state !== order.payment_state) await setPaymentState(trx, order.id, state);
  return state;
}

async function quarantine(change: Change, reason: Mismatch): Promise<Applied> {
  const { trx, fact, known, deps } = change;
  const now = new Date(deps.clock.now());
  // A fraction of a minor unit fits no payment's row, and a name that stands there already is not written twice. An
  // attempt that is still open stays so: what disagrees with it may not be what it is paid by.
  const isNamed = fact.paymentRef !== undefined && known?.provider_payment_ref !== fact.paymentRef;
  const isStorable = Number.isSafeInteger(fact.amount) && isNamed && reason !== "other_order";
  if (isStorable) await insertPayment(trx, { ...newPayment(change, "mismatch", now), failureCode: reason });
  await record(change, "mismatch", { reason });
  return { outcome: "mismatch", reason };
}

function newPayment({ fact, order, payments }: Change, state: "succeeded" | "mismatch", now: Date) {
  const { provider, paymentRef, amount, currency } = fact;
  const attempt = (payments.at(-1)?.attempt ?? 0) + 1;
  const place = { locationId: order.location_id, orderId: order.id };
  return { ...place, attempt, provider, paymentRef, amount, currency, state, now };
}

async function record(
  { trx, fact, order }: Change,
  outcome: keyof typeof ACTIONS,
  more: Record<string, Json>,
): Promise<void> {
  const { provider, paymentRef = null, amount, currency } = fact;
  await audit(trx, {
    actor: { kind: "provider", id: provider },
    action: ACTIONS[outcome],
    entity: "order",
    entityId: order.id,
    locationId: order.location_id,
    detail: { paymentRef, amount, currency, ...more },
  });
}
