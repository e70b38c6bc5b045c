/** Writes and reads the payments of an order, and what has been paid of it. */
import type { Kysely, Transaction } from "kysely";
import { type Database, newId, type PaymentState } from "../platform/index.js";
import type { PaymentFact, ProviderName } from "./payment-facts.js";

/** The states of an attempt that a guest can still pay in. */
export const OPEN_STATES = ["created", "processing", "authorized"] as const;

/** An order's row, locked until the transaction ends. */
export function lockOrder(trx: Transaction<Database>, orderId: string) {
  return trx
    .selectFrom("orders")
    .select(["id", "location_id", "state", "payment_state", "total", "currency", "number", "track_version"])
    .where("id", "=", orderId)
    .forUpdate()
    .executeTakeFirst();
}

/** The payments of an order, locked, oldest first. Lock the order first. */
export function lockPayments(trx: Transaction<Database>, orderId: string) {
  return paymentColumns(trx).where("order_id", "=", orderId).orderBy("attempt").forUpdate().execute();
}

/** A payment as the functions here read it. */
export type PaymentRow = Awaited<ReturnType<typeof lockPayments>>[number];

/** One payment, not locked. */
export function readPayment(db: Kysely<Database>, paymentId: string) {
  return paymentColumns(db).where("id", "=", paymentId).executeTakeFirst();
}

/** Every payment that a fact may mean: by the partner's names for it and its attempt, and by ours. Not locked. */
export function paymentsMeant(db: Kysely<Database>, { provider, paymentRef, attemptRef, paymentId }: Meant) {
  const refs = [paymentRef, attemptRef].filter((ref) => ref !== undefined);
  return paymentColumns(db)
    .where("provider", "=", provider)
    .where((eb) =>
      eb.or([
        ...(refs.length === 0 ? [] : [eb("provider_ref", "in", refs)]),
        ...(paymentRef === undefined ? [] : [eb("provider_payment_ref", "=", paymentRef)]),
        ...(paymentId === undefined ? [] : [eb("id", "=", paymentId)]),
      ]),
    )
    .execute();
}

/** By which names a payment is looked for. */
export type Meant = Pick<PaymentFact, "provider" | "paymentRef" | "attemptRef" | "paymentId">;

function paymentColumns(db: Kysely<Database>) {
  return db
    .selectFrom("payment")
    .select(["id", "location_id", "order_id", "attempt", "provider", "provider_ref", "provider_payment_ref"])
    .select(["amount", "currency", "state", "failure_code", "checks", "created_at"]);
}

/** A payment to be written. */
export interface NewPayment {
  readonly id?: string;
  readonly locationId: string;
  readonly orderId: string;
  readonly attempt: number;
  readonly provider: ProviderName | "cash" | "card_terminal";
  readonly paymentRef?: string | undefined;
  readonly amount: number;
  readonly currency: string;
  readonly state: "created" | "succeeded" | "mismatch";
  readonly failureCode?: string | undefined;
  readonly takenBy?: string;
  readonly received?: number;
  readonly now: Date;
  /** When the partner is first asked about it. */
  readonly nextCheckAt?: Date;
}

/** Writes a payment, and answers its id. */
export async function insertPayment(trx: Transaction<Database>, payment: NewPayment): Promise<string> {
  const id = payment.id ?? newId();
  await trx
    .insertInto("payment")
    .values({
      id,
      location_id: payment.locationId,
      order_id: payment.orderId,
      attempt: payment.attempt,
      provider: payment.provider,
      provider_payment_ref: payment.paymentRef ?? null,
      amount: payment.amount,
      currency: payment.currency,
      state: payment.state,
      failure_code: payment.failureCode ?? null,
      taken_by: payment.takenBy ?? null,
      received: payment.received ?? null,
      created_at: payment.now,
      settled_at: payment.state === "created" ? null : payment.now,
      next_check_at: payment.nextCheckAt ?? payment.now,
    })
    .execute();
  return id;
}

/** What changes on a payment when a fact about it is applied. */
export interface PaymentChange {
  readonly state: PaymentRow["state"];
  readonly paymentRef: string | undefined;
  readonly failureCode: string | undefined;
  readonly now: Date;
}

/** Moves a payment that is locked. */
export async function updatePayment(trx: Transaction<Database>, id: string, change: PaymentChange): Promise<void> {
  const isOpen = OPEN_STATES.some((state) => state === change.state);
  await trx
    .updateTable("payment")
    .set({
      state: change.state,
      failure_code: change.failureCode ?? null,
      settled_at: isOpen ? null : change.now,
      ...(change.paymentRef === undefined ? {} : { provider_payment_ref: change.paymentRef }),
    })
    .where("id", "=", id)
    .execute();
}

/** Keeps the partner's name for an attempt, unless one is kept already. */
export async function keepAttemptRef(db: Kysely<Database>, paymentId: string, ref: string): Promise<void> {
  await db
    .updateTable("payment")
    .set({ provider_ref: ref })
    .where("id", "=", paymentId)
    .where("provider_ref", "is", null)
    .execute();
}

/** Writes what has been paid of an order, as `paymentStateOf` computed it. */
export async function setPaymentState(trx: Transaction<Database>, orderId: string, state: PaymentState): Promise<void> {
  await trx.updateTable("orders").set({ payment_state: state }).where("id", "=", orderId).execute();
}
