/** The one way in which money that arrived becomes part of an order, whoever brings the news. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import { audit, type Database, emitEvent, type Json, type NewEvent, type OrderState } from "../platform/index.js";
import type { PaymentFact } from "./payment-facts.js";
import { paymentStateOf } from "./payment-state.js";
import {
  insertPayment,
  lockByRef,
  lockOrder,
  lockPayments,
  type Settling,
  setPaymentState,
  settlePayment,
} from "./payments.store.js";

/** What applying facts needs. */
export interface PaymentDeps {
  readonly clock: Clock;
  /** Whether each partner is configured for real money, where its events tell. */
  readonly liveMode: { readonly stripe: boolean };
  /** The orders': makes the event that tells of an order's state. */
  readonly orderEvent: (trx: Transaction<Database>, orderId: string) => Promise<NewEvent>;
}

/** What became of a fact. */
export type Applied =
  | { readonly outcome: "paid" | "excess" | "late" | "already" }
  | { readonly outcome: "mismatch"; readonly reason: Mismatch }
  | { readonly outcome: "order_unknown" };

/** In what a fact and its order do not agree. */
export type Mismatch = "mode" | "currency" | "amount" | "other_order" | "quarantined";

type Order = NonNullable<Awaited<ReturnType<typeof lockOrder>>>;
type Known = Awaited<ReturnType<typeof lockByRef>>;

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
 * Applies a verified fact: locks the order, then its payments, compares everything, and only then writes. A payment
 * only moves forward; a fact that disagrees with its order changes nothing of the order and is kept for people to see.
 */
export async function applyPaymentFact(
  deps: PaymentDeps,
  trx: Transaction<Database>,
  fact: PaymentFact,
): Promise<Applied> {
  const order = await lockOrder(trx, fact.orderId);
  if (order === undefined) return { outcome: "order_unknown" };
  const payments = await lockPayments(trx, order.id);
  const known = await lockByRef(trx, fact);
  if (known?.state === "succeeded" && known.order_id === order.id) return { outcome: "already" };
  const change: Change = {
    deps,
    trx,
    fact,
    order,
    known,
    paidBefore: paymentStateOf(order.total, payments) === "paid",
    nextAttempt: (payments.at(-1)?.attempt ?? 0) + 1,
  };
  const reason = mismatchOf(deps, change);
  return reason === undefined ? settle(change) : quarantine(change, reason);
}

interface Change {
  readonly deps: PaymentDeps;
  readonly trx: Transaction<Database>;
  readonly fact: PaymentFact;
  readonly order: Order;
  readonly known: Known;
  readonly paidBefore: boolean;
  readonly nextAttempt: number;
}

function mismatchOf({ liveMode }: PaymentDeps, { fact, order, known }: Change): Mismatch | undefined {
  if (fact.live !== undefined && fact.live !== liveMode.stripe) return "mode";
  if (known !== undefined && known.order_id !== order.id) return "other_order";
  if (known?.state === "mismatch") return "quarantined";
  if (fact.currency !== order.currency) return "currency";
  return fact.amount === order.total ? undefined : "amount";
}

async function settle(change: Change): Promise<Applied> {
  const { deps, trx, order, paidBefore } = change;
  await write(change, "succeeded", undefined);
  const payments = await lockPayments(trx, order.id);
  await setPaymentState(trx, order.id, paymentStateOf(order.total, payments));
  const outcome = CLOSED.includes(order.state) ? "late" : paidBefore ? "excess" : "paid";
  await record(change, outcome, {});
  await emitEvent(trx, await deps.orderEvent(trx, order.id));
  return { outcome };
}

async function quarantine(change: Change, reason: Mismatch): Promise<Applied> {
  // A fraction of a minor unit fits no payment's row, and a name that stands there already is not written twice.
  const isStorable = Number.isSafeInteger(change.fact.amount) && change.known === undefined;
  if (isStorable) await write(change, "mismatch", reason);
  await record(change, "mismatch", { reason });
  return { outcome: "mismatch", reason };
}

async function write(
  { deps, trx, fact, order, known, nextAttempt }: Change,
  state: Settling["state"],
  failureCode: string | undefined,
) {
  const now = new Date(deps.clock.now());
  const settling = { locationId: order.location_id, attempt: nextAttempt, state, failureCode, now };
  if (known === undefined) await insertPayment(trx, fact, settling);
  else await settlePayment(trx, known.id, settling);
}

async function record(
  { trx, fact, order }: Change,
  outcome: keyof typeof ACTIONS,
  more: Record<string, Json>,
): Promise<void> {
  const { provider, paymentRef, amount, currency } = fact;
  await audit(trx, {
    actor: { kind: "provider", id: provider },
    action: ACTIONS[outcome],
    entity: "order",
    entityId: order.id,
    locationId: order.location_id,
    detail: { paymentRef, amount, currency, ...more },
  });
}
