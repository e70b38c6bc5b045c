/** Writes and reads the lines of orders with their options and taxes. */
import type { Kysely, Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import { type BillLine, billOf } from "./bill.js";
import { minor } from "./money.js";
import { type OrderRow, setBill } from "./orders.store.js";
import type { PricedLine } from "./priced-lines.js";
import type { TaxPart } from "./taxes.js";

/** Where lines go. */
export interface LinesFor {
  readonly orderId: string;
  readonly locationId: string;
  readonly addedBy: "guest" | "staff";
  readonly firstOrdinal: number;
}

/**
 * Writes lines with copies of every name and price, so that a later change of the menu rewrites no bill.
 *
 * @returns their ids, in order
 */
export async function insertLines(
  trx: Transaction<Database>,
  order: LinesFor,
  lines: readonly PricedLine[],
): Promise<readonly string[]> {
  const numbered = lines.map((line, index) => ({ line, ordinal: order.firstOrdinal + index, id: newId() }));
  const rows = numbered.map(({ line, ordinal, id }) => ({
    id,
    ordinal,
    quantity: line.quantity,
    course: line.item.course,
    location_id: order.locationId,
    order_id: order.orderId,
    variant_id: line.item.variant.id,
    item_name: line.item.name,
    variant_name: line.item.variant.name,
    unit_price: line.unitPrice,
    line_total: line.total,
    note: line.note ?? null,
    allergens: [...line.allergens],
    added_by: order.addedBy,
  }));
  if (rows.length === 0) return [];
  await trx.insertInto("order_line").values(rows).execute();
  const modifiers = numbered.flatMap(({ line, id }) => modifierRows(order.locationId, id, line));
  if (modifiers.length > 0) await trx.insertInto("order_line_modifier").values(modifiers).execute();
  for (const { line, id } of numbered) await insertTaxes(trx, { locationId: order.locationId, lineId: id }, line.taxes);
  return numbered.map(({ id }) => id);
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

/** Writes the taxes of a line. */
export async function insertTaxes(
  trx: Transaction<Database>,
  { locationId, lineId }: { readonly locationId: string; readonly lineId: string },
  taxes: readonly TaxPart[],
): Promise<void> {
  if (taxes.length === 0) return;
  const rows = taxes.map(({ name, ratePpm, taxable, amount, included }, ordinal) => ({
    ...{ ordinal, name, taxable, amount, included },
    location_id: locationId,
    order_line_id: lineId,
    rate_ppm: ratePpm,
  }));
  await trx.insertInto("order_line_tax").values(rows).execute();
}

/** The lines of an order, voided ones too, with their options' names and their taxes. */
export async function readLines(db: Kysely<Database>, orderId: string) {
  const lines = await db
    .selectFrom("order_line")
    .select(["id", "variant_id", "ordinal", "item_name", "variant_name", "quantity", "unit_price", "line_total"])
    .select(["course", "hold", "fired_at", "note", "allergens", "voided_at", "void_reason"])
    .where("order_id", "=", orderId)
    .orderBy("ordinal")
    .execute();
  const modifiers = await db
    .selectFrom("order_line_modifier as modifier")
    .innerJoin("order_line as line", "line.id", "modifier.order_line_id")
    .select(["modifier.order_line_id", "modifier.option_id", "modifier.option_name", "modifier.quantity"])
    .where("line.order_id", "=", orderId)
    .orderBy("modifier.ordinal")
    .execute();
  const taxes = await db
    .selectFrom("order_line_tax as tax")
    .innerJoin("order_line as line", "line.id", "tax.order_line_id")
    .select(["tax.order_line_id", "tax.name", "tax.rate_ppm", "tax.amount", "tax.included"])
    .where("line.order_id", "=", orderId)
    .orderBy("tax.ordinal")
    .execute();
  return lines.map((line) => ({
    ...line,
    modifiers: modifiers.filter(({ order_line_id }) => order_line_id === line.id),
    taxes: taxes.filter(({ order_line_id }) => order_line_id === line.id),
  }));
}

/** A line as the functions here read it. */
export type LineRow = Awaited<ReturnType<typeof readLines>>[number];

/** What a stored line adds to a bill. */
export function billLine({ line_total, taxes }: Pick<LineRow, "line_total" | "taxes">): BillLine {
  return {
    total: minor(line_total),
    taxes: taxes.map(({ name, rate_ppm, amount, included }) => ({
      ...{ name, included },
      ratePpm: rate_ppm,
      amount: minor(amount),
    })),
  };
}

/** Adds an order up anew from its stored lines, without those that are void. */
export async function addUp(trx: Transaction<Database>, { id, fees, tip }: OrderRow): Promise<void> {
  const live = (await readLines(trx, id)).filter(({ voided_at }) => voided_at === null);
  await setBill(trx, id, billOf(live.map(billLine), { fees: minor(fees), tip: minor(tip) }));
}
