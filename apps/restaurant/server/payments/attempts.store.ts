/** Attempts to pay online as their workers see them: what to put to the partner, and when to ask it again. */
import { type Kysely, sql } from "kysely";
import type { Database, OrderState } from "../platform/index.js";
import type { ProviderName } from "./payment-facts.js";
import { OPEN_STATES } from "./payments.store.js";

/** An attempt and as much of its order as the partner is told. */
export interface AttemptRow {
  readonly id: string;
  readonly order_id: string;
  readonly provider: ProviderName;
  readonly provider_ref: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly state: string;
  readonly checks: number;
  readonly created_at: Date;
  readonly number: number;
  readonly track_version: number;
  readonly order_state: OrderState;
  readonly place: string;
}

/** An attempt by its id; `undefined` where it is no attempt to pay online. */
export async function readAttempt(db: Kysely<Database>, paymentId: string): Promise<AttemptRow | undefined> {
  const row = await attemptColumns(db).where("payment.id", "=", paymentId).executeTakeFirst();
  return row as AttemptRow | undefined;
}

/** The attempt of an order that is still open. */
export async function readOpenAttempt(db: Kysely<Database>, orderId: string): Promise<AttemptRow | undefined> {
  const row = await attemptColumns(db)
    .where("payment.order_id", "=", orderId)
    .where("payment.state", "in", [...OPEN_STATES])
    .executeTakeFirst();
  return row as AttemptRow | undefined;
}

function attemptColumns(db: Kysely<Database>) {
  return db
    .selectFrom("payment")
    .innerJoin("orders", "orders.id", "payment.order_id")
    .innerJoin("location", "location.id", "payment.location_id")
    .select(["payment.id", "payment.order_id", "payment.provider", "payment.provider_ref", "payment.amount"])
    .select(["payment.currency", "payment.state", "payment.checks", "payment.created_at"])
    .select(["orders.number", "orders.track_version", "orders.state as order_state", "location.name as place"])
    .where("payment.provider", "in", ["stripe", "razorpay"]);
}

/** Gives one process the attempt for a while, unless another has it or the partner knows it already. */
export async function lease(db: Kysely<Database>, paymentId: string, times: { now: Date; until: Date }) {
  const taken = await db
    .updateTable("payment")
    .set({ leased_until: times.until })
    .where("id", "=", paymentId)
    .where("provider_ref", "is", null)
    .where((eb) => eb.or([eb("leased_until", "is", null), eb("leased_until", "<=", times.now)]))
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Ends a lease early, so that the next who asks need not wait. */
export async function release(db: Kysely<Database>, paymentId: string): Promise<void> {
  await db.updateTable("payment").set({ leased_until: null }).where("id", "=", paymentId).execute();
}

/** How late the open attempt is whose turn is longest past, in seconds; `undefined` where none is open. */
export async function reconcilerLag(db: Kysely<Database>, now: Date): Promise<number | undefined> {
  const { first } = await db
    .selectFrom("payment")
    .select(({ fn }) => fn.min<Date | null>("next_check_at").as("first"))
    .where("state", "in", [...OPEN_STATES])
    .where("provider", "in", ["stripe", "razorpay"])
    .executeTakeFirstOrThrow();
  return first === null ? undefined : Math.max(0, Math.round((now.getTime() - first.getTime()) / 1000));
}

/**
 * Takes the open attempt whose turn it is and puts it off until then, by when whoever took it has asked or is gone.
 * Several processes never take the same one.
 */
export async function takeDueAttempt(
  db: Kysely<Database>,
  { now, until }: { readonly now: Date; readonly until: Date },
) {
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom("payment")
      .select("id")
      .where("state", "in", [...OPEN_STATES])
      .where("provider", "in", ["stripe", "razorpay"])
      .where("next_check_at", "<=", now)
      .orderBy("next_check_at")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due === undefined) return undefined;
    await trx.updateTable("payment").set({ next_check_at: until }).where("id", "=", due.id).execute();
    return due.id;
  });
}

/** Keeps when the partner was asked about a payment because somebody wanted to know. */
export async function markAsked(db: Kysely<Database>, paymentId: string, now: Date): Promise<void> {
  await db.updateTable("payment").set({ last_checked_at: now }).where("id", "=", paymentId).execute();
}

/** Keeps that the partner has answered about an attempt, and when it is asked the next time. */
export async function keepChecked(
  db: Kysely<Database>,
  paymentId: string,
  { now, next }: { readonly now: Date; readonly next: Date },
): Promise<void> {
  await db
    .updateTable("payment")
    .set({ checks: sql`checks + 1`, next_check_at: next, last_checked_at: now })
    .where("id", "=", paymentId)
    .execute();
}
