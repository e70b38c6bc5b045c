/** Writes and reads refunds; they are also the queue of the worker that asks the partners for them. */
import { type Kysely, sql, type Transaction } from "kysely";
import { type Database, newId, notify } from "../platform/index.js";

/** Why money goes back. */
export type RefundReason =
  | "cancelled"
  | "rejected"
  | "voided"
  | "item_missing"
  | "quality"
  | "duplicate"
  | "late_payment"
  | "other";

/** The refunds of an order, locked, oldest first. Lock the order and its payments first. */
export function lockRefunds(trx: Transaction<Database>, orderId: string) {
  return refundColumns(trx).where("order_id", "=", orderId).orderBy("created_at").orderBy("id").forUpdate().execute();
}

/** A refund as the functions here read it. */
export type RefundRow = Awaited<ReturnType<typeof lockRefunds>>[number];

/** One refund, not locked. */
export function readRefund(db: Kysely<Database>, refundId: string) {
  return refundColumns(db).where("id", "=", refundId).executeTakeFirst();
}

function refundColumns(db: Kysely<Database>) {
  return db
    .selectFrom("refund")
    .select(["id", "location_id", "order_id", "payment_id", "amount", "reason", "state", "attempts", "created_at"])
    .select(["provider_refund_ref", "failure_code", "idempotency_key"]);
}

/** A refund to be written. */
export interface NewRefund {
  readonly locationId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: RefundReason;
  /** Of the one wish to give this money back: a second one with it writes nothing. */
  readonly key: string;
  readonly state?: "requested" | "pending" | "succeeded";
  readonly refundRef?: string;
  readonly requestedBy?: string | undefined;
  readonly now: Date;
}

/** Writes a refund and rings for the worker; `undefined` where this wish is written already. */
export async function insertRefund(trx: Transaction<Database>, refund: NewRefund): Promise<string | undefined> {
  const { state = "requested", now } = refund;
  const row = await trx
    .insertInto("refund")
    .values({
      id: newId(),
      location_id: refund.locationId,
      order_id: refund.orderId,
      payment_id: refund.paymentId,
      amount: refund.amount,
      reason: refund.reason,
      state,
      idempotency_key: refund.key,
      provider_refund_ref: refund.refundRef ?? null,
      requested_by: refund.requestedBy ?? null,
      created_at: now,
      next_attempt_at: now,
      settled_at: state === "succeeded" ? now : null,
    })
    .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
    .returning("id")
    .executeTakeFirst();
  await notify(trx, "refund");
  return row?.id;
}

/** What changes on a refund. */
export interface RefundChange {
  readonly state: RefundRow["state"];
  /** The partner's name for it; `undefined` leaves what is kept. */
  readonly refundRef: string | undefined;
  readonly failureCode: string | undefined;
  readonly now: Date;
}

/** Moves a refund that is locked. */
export async function updateRefund(trx: Transaction<Database>, id: string, change: RefundChange): Promise<void> {
  const { state, refundRef, failureCode, now } = change;
  const settled = state === "succeeded" || state === "failed";
  await trx
    .updateTable("refund")
    .set({
      state,
      failure_code: failureCode ?? null,
      ...(refundRef === undefined ? {} : { provider_refund_ref: refundRef }),
      settled_at: settled ? now : null,
    })
    .where("id", "=", id)
    .execute();
}

/**
 * Takes the refund that has been due longest and puts its next attempt off, so that a process that dies at it leaves it
 * to be tried again.
 */
export async function takeDueRefund(db: Kysely<Database>, now: Date, pause: (attempts: number) => number) {
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom("refund")
      .select(["id", "attempts"])
      .where("state", "in", ["requested", "pending"])
      .where("next_attempt_at", "<=", now)
      .orderBy("next_attempt_at")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due === undefined) return undefined;
    const nextAttempt = new Date(now.getTime() + pause(due.attempts + 1));
    await trx
      .updateTable("refund")
      .set({ attempts: sql`attempts + 1`, next_attempt_at: nextAttempt })
      .where("id", "=", due.id)
      .execute();
    return due.id;
  });
}
