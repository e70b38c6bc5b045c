/** Writes and reads orders. */
import { type Kysely, sql, type Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import type { Minor } from "./money.js";
import type { OrderState } from "./order-states.js";
import type { Need, PricedLine } from "./priced-lines.js";

/** The next number of the place's business day. Its row is locked until the transaction ends. */
export async function nextNumber(
  trx: Transaction<Database>,
  locationId: string,
  businessDate: string,
): Promise<number> {
  const { last_number } = await trx
    .insertInto("order_counter")
    .values({ location_id: locationId, business_date: businessDate, last_number: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["location_id", "business_date"])
        .doUpdateSet({ last_number: sql`order_counter.last_number + 1` }),
    )
    .returning("last_number")
    .executeTakeFirstOrThrow();
  return last_number;
}

/** Takes from what is limited, unless less than that is left. */
export async function takeStock(trx: Transaction<Database>, locationId: string, need: Need): Promise<boolean> {
  const result = await trx
    .updateTable("availability")
    .set({ remaining: sql`remaining - ${need.quantity}::int` })
    .where("location_id", "=", locationId)
    .where("target_kind", "=", need.kind)
    .where("target_id", "=", need.id)
    .where("remaining", ">=", need.quantity)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** An order to be written. */
export interface NewOrder {
  readonly id: string;
  readonly locationId: string;
  readonly businessDate: string;
  readonly number: number;
  readonly currency: string;
  readonly menuRevision: number;
  readonly subtotal: Minor;
  readonly total: Minor;
  readonly trackHash: string;
  readonly contact: { readonly name: string; readonly phone?: string | undefined; readonly email?: string | undefined };
  readonly placedAt: Date;
}

/** Writes an order as placed. */
export async function insertOrder(trx: Transaction<Database>, order: NewOrder): Promise<void> {
  const { id, number, currency, subtotal, total, contact } = order;
  await trx
    .insertInto("orders")
    .values({
      id,
      number,
      currency,
      subtotal,
      total,
      location_id: order.locationId,
      business_date: order.businessDate,
      state: "placed",
      menu_revision: order.menuRevision,
      track_hash: order.trackHash,
      contact_name: contact.name,
      contact_phone: contact.phone ?? null,
      contact_email: contact.email ?? null,
      created_at: order.placedAt,
      placed_at: order.placedAt,
    })
    .execute();
}

/** Writes the lines with copies of every name and price, so that a later change of the menu rewrites no bill. */
export async function insertLines(
  trx: Transaction<Database>,
  order: NewOrder,
  lines: readonly PricedLine[],
): Promise<void> {
  const numbered = lines.map((line, ordinal) => ({ line, ordinal, id: newId() }));
  const rows = numbered.map(({ line, ordinal, id }) => ({
    id,
    ordinal,
    quantity: line.quantity,
    course: line.item.course,
    location_id: order.locationId,
    order_id: order.id,
    variant_id: line.item.variant.id,
    item_name: line.item.name,
    variant_name: line.item.variant.name,
    unit_price: line.unitPrice,
    line_total: line.total,
    note: line.note ?? null,
    allergens: [...line.allergens],
  }));
  await trx.insertInto("order_line").values(rows).execute();
  const modifiers = numbered.flatMap(({ line, id }) => modifierRows(order.locationId, id, line));
  if (modifiers.length > 0) await trx.insertInto("order_line_modifier").values(modifiers).execute();
}

function modifierRows(locationId: string, lineId: string, { options }: PricedLine) {
  return options.map(({ option, group, quantity }, ordinal) => ({
    ordinal,
    quantity,
    location_id: locationId,
    order_line_id: lineId,
    option_id: option.id,
    group_name: group.name,
    option_name: option.name,
    price_delta: option.priceDelta,
  }));
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

function orderColumns(db: Kysely<Database>) {
  return db
    .selectFrom("orders")
    .select(["id", "location_id", "number", "state", "payment_state", "currency", "total", "track_version"])
    .select(["placed_at", "created_at", "version"]);
}

/** The lines of an order with their options' names. */
export async function readLines(db: Kysely<Database>, orderId: string) {
  const lines = await db
    .selectFrom("order_line")
    .select(["id", "item_name", "quantity", "line_total"])
    .where("order_id", "=", orderId)
    .orderBy("ordinal")
    .execute();
  const modifiers = await db
    .selectFrom("order_line_modifier as modifier")
    .innerJoin("order_line as line", "line.id", "modifier.order_line_id")
    .select(["modifier.order_line_id", "modifier.option_name", "modifier.quantity"])
    .where("line.order_id", "=", orderId)
    .orderBy("modifier.ordinal")
    .execute();
  return lines.map((line) => ({
    ...line,
    modifiers: modifiers.filter(({ order_line_id }) => order_line_id === line.id),
  }));
}

/** Changes the state of a locked order and stamps the moment, unless an earlier one stands there. */
export async function setState(
  trx: Transaction<Database>,
  orderId: string,
  { to, stamp, now }: { readonly to: OrderState; readonly stamp: string | undefined; readonly now: Date },
): Promise<void> {
  const stamped = stamp === undefined ? {} : { [stamp]: sql`coalesce(${sql.ref(stamp)}, ${now}::timestamptz)` };
  await trx
    .updateTable("orders")
    .set({ state: to, ...stamped })
    .where("id", "=", orderId)
    .execute();
}

/** The stations that work on an order. */
export async function readStationIds(trx: Transaction<Database>, orderId: string): Promise<readonly string[]> {
  const rows = await trx.selectFrom("ticket").select("station_id").distinct().where("order_id", "=", orderId).execute();
  return rows.map(({ station_id }) => station_id);
}
