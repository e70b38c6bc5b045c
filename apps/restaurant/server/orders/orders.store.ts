/** Writes and reads orders. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { PricedBasket } from "./basket.js";
import type { Bill } from "./bill.js";
import type { OrderState } from "./order-states.js";
import type { Place } from "./places.store.js";
import type { Wish } from "./wish.js";

/** An order to be written. */
export interface NewOrder {
  readonly id: string;
  readonly place: Place;
  readonly wish: Wish;
  readonly priced: PricedBasket;
  readonly trackHash: string;
  readonly sessionId: string | undefined;
  readonly now: Date;
  /** When it is let go, where it waits for money. */
  readonly expiresAt: Date | undefined;
}

/** Writes an order, as waiting for its money or as placed. It has no number yet. */
export function insertOrder(trx: Transaction<Database>, order: NewOrder): Promise<NewRow> {
  const { id, place, now, expiresAt, wish, priced } = order;
  return trx
    .insertInto("orders")
    .values({
      id,
      location_id: place.id,
      business_date: place.businessDate,
      channel: wish.channel,
      order_type: priced.basket.orderType,
      state: stateOf(order),
      pay_later: expiresAt === undefined,
      currency: place.currency,
      menu_revision: place.menuRevision,
      track_hash: order.trackHash,
      created_at: now,
      placed_at: stateOf(order) === "placed" ? now : null,
      expires_at: expiresAt ?? null,
      copied_from: wish.copiedFrom ?? null,
      customer_id: wish.customer?.id ?? null,
      ...amounts(priced.bill),
      language: wish.slip.language ?? place.language,
      ...saidBy(wish),
      ...serving(priced, order.sessionId),
    })
    .returning(ORDER_COLUMNS)
    .executeTakeFirstOrThrow();
}

function stateOf({ wish, expiresAt }: NewOrder): OrderState {
  if (wish.isDraft === true) return "draft";
  return expiresAt === undefined ? "placed" : "pending_payment";
}

function amounts({ subtotal, taxIncluded, taxAdded, fees, tip, total }: Bill) {
  return { subtotal, tax_included: taxIncluded, tax_added: taxAdded, fees, tip, total };
}

function saidBy({ byMail, slip: { contact, orderNote, allergyNote, consentSms } }: Wish) {
  return {
    contact_name: contact.name,
    contact_phone: contact.phone ?? null,
    contact_email: contact.email ?? null,
    order_note: said(orderNote),
    allergy_note: said(allergyNote),
    consent_sms: consentSms === true,
    consent_email: byMail && contact.email !== undefined,
  };
}

const said = (text: string | undefined) => (text === undefined || text === "" ? null : text);

function serving({ basket, slotId, zoneId, promisedAt, fireAt }: PricedBasket, sessionId: string | undefined) {
  return {
    table_session_id: sessionId ?? null,
    delivery_zone_id: zoneId ?? null,
    delivery_address: basket.address === undefined ? null : JSON.stringify(basket.address),
    slot_id: slotId ?? null,
    promised_at: promisedAt,
    fire_at: fireAt ?? null,
  };
}

/** Writes what an order comes to now. */
export async function setBill(trx: Transaction<Database>, orderId: string, bill: Bill): Promise<void> {
  await trx.updateTable("orders").set(amounts(bill)).where("id", "=", orderId).execute();
}

/** Changes the promise of an order, or when the kitchen begins. */
export async function setTimes(
  trx: Transaction<Database>,
  orderId: string,
  times: { readonly promised_at?: Date; readonly fire_at?: Date },
): Promise<void> {
  await trx.updateTable("orders").set(times).where("id", "=", orderId).execute();
}

/** An order's row without anything personal. */
export function readOrder(db: Kysely<Database>, orderId: string) {
  return orderColumns(db).where("id", "=", orderId).executeTakeFirst();
}

/** The order behind a tracking token's digest. */
export function readTrackedOrder(db: Kysely<Database>, trackHash: string) {
  return orderColumns(db).where("track_hash", "=", trackHash).executeTakeFirst();
}

/** The row, locked until the transaction ends. Everything that changes an order takes this lock first. */
export function lockOrder(trx: Transaction<Database>, orderId: string) {
  return orderColumns(trx).where("id", "=", orderId).forUpdate().executeTakeFirst();
}

/** An order as the functions here read it. */
export type OrderRow = NonNullable<Awaited<ReturnType<typeof readOrder>>>;

/** The same, in the transaction that writes it, where it may have no number yet. */
export type NewRow = Omit<OrderRow, "number"> & { readonly number: number | null };

const NEXT_NUMBER = sql<number>`next_order_number(location_id, business_date)`;

/**
 * Gives an order the next number of its business day, where it has none. Everybody else's next number waits for the
 * commit, so that whatever can be done before is done before.
 */
export async function numbered(trx: Transaction<Database>, order: NewRow): Promise<OrderRow> {
  const { number } = order;
  if (number !== null) return { ...order, number };
  return trx
    .updateTable("orders")
    .set({ number: NEXT_NUMBER })
    .where("id", "=", order.id)
    .returning(ORDER_COLUMNS)
    .executeTakeFirstOrThrow();
}

const ORDER_COLUMNS = [
  ...(["id", "location_id", "number", "state", "payment_state", "currency", "total", "track_version"] as const),
  ...(["placed_at", "created_at", "version", "order_type", "pay_later", "promised_at", "fire_at", "fired_at"] as const),
  ...(["slot_id", "table_session_id", "courier_id", "fees", "tip", "ready_at", "completed_at"] as const),
] as const;

function orderColumns(db: Kysely<Database>) {
  return db.selectFrom("orders").select(ORDER_COLUMNS);
}

/** Says who delivers. */
export async function setCourier(trx: Transaction<Database>, orderId: string, courierId: string): Promise<void> {
  await trx.updateTable("orders").set({ courier_id: courierId }).where("id", "=", orderId).execute();
}

/** Says whose table's session an order belongs to. */
export async function setSession(trx: Transaction<Database>, orderId: string, sessionId: string): Promise<void> {
  await trx.updateTable("orders").set({ table_session_id: sessionId }).where("id", "=", orderId).execute();
}

/** Says why an order was closed as it was. */
export async function setReason(trx: Transaction<Database>, orderId: string, reason: string): Promise<void> {
  await trx.updateTable("orders").set({ closed_reason: reason }).where("id", "=", orderId).execute();
}

interface StateChange {
  readonly to: OrderState;
  readonly stamp: string | undefined;
  readonly now: Date;
  readonly reason?: string | undefined;
  /** Whether this is the last change before the order is told, so that one that is new takes its number with it. */
  readonly isLast?: boolean | undefined;
}

/** Changes the state of a locked order and stamps the moment, unless an earlier one stands there. */
export function setState(
  trx: Transaction<Database>,
  orderId: string,
  { to, stamp, now, reason, isLast = false }: StateChange,
): Promise<NewRow> {
  const stamped = stamp === undefined ? {} : { [stamp]: sql`coalesce(${sql.ref(stamp)}, ${now}::timestamptz)` };
  return trx
    .updateTable("orders")
    .set({ state: to, ...stamped, ...(reason === undefined ? {} : { closed_reason: reason }) })
    .$if(isLast, (change) => change.set({ number: sql`coalesce(number, ${NEXT_NUMBER})` }))
    .where("id", "=", orderId)
    .returning(ORDER_COLUMNS)
    .executeTakeFirstOrThrow();
}

/** The stations that work on an order. */
export async function readStationIds(trx: Transaction<Database>, orderId: string): Promise<readonly string[]> {
  const rows = await trx.selectFrom("ticket").select("station_id").distinct().where("order_id", "=", orderId).execute();
  return rows.map(({ station_id }) => station_id);
}
