/** A member of staff gives money back: within what is left of the payment and what their role may give. */
import { sql, type Transaction } from "kysely";
import { type Database, type Effect, emitEvent } from "../platform/index.js";
import type { MoneyDeps } from "./money-deps.js";
import { paymentStateOf, promisedBack } from "./payment-state.js";
import { lockOrder, lockPayments, setPaymentState } from "./payments.store.js";
import { lockRefunds, type RefundReason } from "./refunds.store.js";
import { requestRefund } from "./request-refund.js";
import type { MoneyScope } from "./staff-scope.js";

/** What is asked for. */
export interface StaffRefund {
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: RefundReason;
  /** The caller's Idempotency-Key with its scope: one wish, one refund. */
  readonly key: string;
  readonly scope: MoneyScope;
}

/** Why it is refused. */
export type RefundRefusal = "refund_exceeds" | "refund_over_limit" | "not_settled";

const DAY_MILLISECONDS = 24 * 3_600_000;

/** What a manager may give back where the place has said nothing; an owner may give back anything. */
const MANAGER_LIMIT = { per_refund: 10_000, per_day: 50_000 } as const;

/** Writes the refund in the caller's transaction. */
export async function staffRefund(
  deps: MoneyDeps,
  trx: Transaction<Database>,
  { orderId, paymentId, amount, reason, key, scope }: StaffRefund,
): Promise<Effect | { readonly refused: RefundRefusal }> {
  const order = await lockOrder(trx, orderId);
  const payments = await lockPayments(trx, orderId);
  const payment = payments.find(({ id }) => id === paymentId);
  if (order === undefined || payment?.state !== "succeeded") return { refused: "not_settled" };
  const own = (await lockRefunds(trx, orderId)).filter(({ payment_id }) => payment_id === paymentId);
  if (promisedBack(own) + amount > payment.amount) return { refused: "refund_exceeds" };
  if (await isOverLimit(deps, trx, { amount, scope, locationId: order.location_id })) {
    return { refused: "refund_over_limit" };
  }
  const isCash = payment.provider === "cash" || payment.provider === "card_terminal";
  const wish = { order, paymentId, amount, reason, key, requestedBy: scope.staffId, isCash };
  const refundId = await requestRefund(deps, trx, wish);
  if (refundId === undefined) return { refused: "refund_exceeds" };
  const state = paymentStateOf(order.total, payments, await lockRefunds(trx, orderId));
  if (state !== order.payment_state) {
    await setPaymentState(trx, orderId, state);
    await emitEvent(trx, await deps.orderEvent(trx, orderId));
  }
  return { status: 202, resourceId: refundId };
}

interface Asked {
  readonly amount: number;
  readonly scope: MoneyScope;
  readonly locationId: string;
}

/** One person's refunds pass one after another, so that two at once cannot both fit under the day's limit. */
async function isOverLimit({ clock }: MoneyDeps, trx: Transaction<Database>, { amount, scope, locationId }: Asked) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`refunds ${scope.staffId}`}, 0))`.execute(trx);
  const own = await trx
    .selectFrom("refund_limit")
    .select(["per_refund", "per_day"])
    .where("location_id", "=", locationId)
    .where("role", "=", scope.role === "owner" ? "owner" : "manager")
    .executeTakeFirst();
  const limit = own ?? (scope.role === "owner" ? undefined : MANAGER_LIMIT);
  if (limit === undefined) return false;
  const { given } = await trx
    .selectFrom("refund")
    .select(({ fn }) => fn.coalesce(fn.sum<number>("amount"), sql<number>`0`).as("given"))
    .where("requested_by", "=", scope.staffId)
    .where("state", "!=", "failed")
    .where("created_at", ">", new Date(clock.now() - DAY_MILLISECONDS))
    .executeTakeFirstOrThrow();
  return amount > limit.per_refund || Number(given) + amount > limit.per_day;
}
