/** Writes and reads the lines of orders with their options and taxes. */
import type { Kysely, Transaction } from "kysely";
import { type Database, newId, rowsOf } from "../platform/index.js";
import { type BillLine, billOf } from "./bill.js";
import { minor } from "./money.js";
import type { ToMake } from "./neighbours.js";
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
  const modifiers = numbered.flatMap(({ line, id }) => modifierRows(order.locationId, id, line));
  const taxes = numbered.flatMap(({ line, id }) => taxRows({ locationId: order.locationId, lineId: id }, line.taxes));
  await trx
    .with("lines", (write) =>
      write
        .insertInto("order_line")
        .columns(LINE_COLUMNS)
        .expression(rowsOf("order_line", LINE_COLUMNS, rows)),
    )
    .with("modifiers", (write) =>
      write
        .insertInto("order_line_modifier")
        .columns(MODIFIER_COLUMNS)
        .expression(rowsOf("order_line_modifier", MODIFIER_COLUMNS, modifiers)),
    )
    .insertInto("order_line_tax")
    .columns(TAX_COLUMNS)
    .expression(rowsOf("order_line_tax", TAX_COLUMNS, taxes))
    .execute();
  return numbered.map(({ id }) => id);
}

const LINE_COLUMNS = [
  ...(["id", "ordinal", "quantity", "course", "location_id", "order_id", "variant_id", "item_name"] as const),
  ...(["variant_name", "unit_price", "line_total", "note", "allergens", "added_by"] as const),
] as const;
const MODIFIER_COLUMNS = [
  ...(["ordinal", "quantity", "location_id", "order_line_id", "option_id", "group_name", "option_name"] as const),
  "price_delta",
] as const;
const TAX_COLUMNS = [
  ...(["ordinal", "name", "taxable", "amount", "included", "location_id", "order_line_id", "rate_ppm"] as const),
] as const;

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

interface LineOf {
  readonly locationId: string;
  readonly lineId: string;
}

/** Writes the taxes of a line. */
export async function insertTaxes(trx: Transaction<Database>, line: LineOf, taxes: readonly TaxPart[]): Promise<void> {
  if (taxes.length > 0) await trx.insertInto("order_line_tax").values(taxRows(line, taxes)).execute();
}

function taxRows({ locationId, lineId }: LineOf, taxes: readonly TaxPart[]) {
  return taxes.map(({ name, ratePpm, taxable, amount, included }, ordinal) => ({
    ...{ ordinal, name, taxable, amount, included },
    location_id: locationId,
    order_line_id: lineId,
    rate_ppm: ratePpm,
  }));
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

/** What an order's lines ask of the kitchen, without those that are void. */
export async function readToMake(db: Kysely<Database>, orderId: string): Promise<readonly ToMake[]> {
  return (await readLines(db, orderId)).flatMap(({ voided_at, variant_id: variantId, modifiers }) =>
    voided_at === null ? [{ variantId, optionIds: modifiers.map(({ option_id }) => option_id) }] : [],
  );
}

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
