/** Writes and reads the payments of an order, and what has been paid of it. */
import type { Transaction } from "kysely";
import { type Database, newId, type PaymentState } from "../platform/index.js";
import type { PaymentFact } from "./payment-facts.js";

/** The column in which each partner's name for a payment stands: Razorpay's order may see several payments. */
const REF_COLUMN = Object.freeze({ stripe: "provider_ref", razorpay: "provider_payment_ref" } as const);

/** An order's row, locked until the transaction ends. */
export function lockOrder(trx: Transaction<Database>, orderId: string) {
  return trx
    .selectFrom("orders")
    .select(["id", "location_id", "state", "payment_state", "total", "currency"])
    .where("id", "=", orderId)
    .forUpdate()
    .executeTakeFirst();
}

/** The payments of an order, locked. Lock the order first. */
export function lockPayments(trx: Transaction<Database>, orderId: string) {
  return trx
    .selectFrom("payment")
    .select(["id", "attempt", "state", "amount"])
    .where("order_id", "=", orderId)
    .orderBy("attempt")
    .forUpdate()
    .execute();
}

/** The payment a partner means, whichever order it stands under, locked. */
export function lockByRef(trx: Transaction<Database>, { provider, paymentRef }: PaymentFact) {
  return trx
    .selectFrom("payment")
    .select(["id", "order_id", "state"])
    .where("provider", "=", provider)
    .where(REF_COLUMN[provider], "=", paymentRef)
    .forUpdate()
    .executeTakeFirst();
}

/** A payment's end. */
export interface Settling {
  readonly locationId: string;
  readonly attempt: number;
  readonly state: "succeeded" | "mismatch";
  readonly failureCode: string | undefined;
  readonly now: Date;
}

/** Writes a payment that we hear of for the first time. */
export async function insertPayment(trx: Transaction<Database>, fact: PaymentFact, settling: Settling): Promise<void> {
  const { provider, paymentRef, orderId, amount, currency } = fact;
  await trx
    .insertInto("payment")
    .values({
      id: newId(),
      location_id: settling.locationId,
      order_id: orderId,
      attempt: settling.attempt,
      provider,
      [REF_COLUMN[provider]]: paymentRef,
      amount,
      currency,
      state: settling.state,
      failure_code: settling.failureCode ?? null,
      created_at: settling.now,
      settled_at: settling.now,
    })
    .execute();
}

/** Settles a payment that was begun here. */
export async function settlePayment(trx: Transaction<Database>, paymentId: string, settling: Settling): Promise<void> {
  await trx
    .updateTable("payment")
    .set({ state: settling.state, failure_code: settling.failureCode ?? null, settled_at: settling.now })
    .where("id", "=", paymentId)
    .execute();
}

/** Writes what has been paid of an order; only `applyPaymentFact` does, from `paymentStateOf`. */
export async function setPaymentState(trx: Transaction<Database>, orderId: string, state: PaymentState): Promise<void> {
  await trx.updateTable("orders").set({ payment_state: state }).where("id", "=", orderId).execute();
}
