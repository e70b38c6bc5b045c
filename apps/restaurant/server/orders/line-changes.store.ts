/** Changes and voids lines in the database. */
import type { Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { Minor } from "./money.js";
import { insertTaxes, type LineRow } from "./order-lines.store.js";
import { taxParts } from "./taxes.js";

/** What changes on a line. */
export interface LineChange {
  readonly quantity?: number | undefined;
  readonly note?: string | null | undefined;
  readonly course?: number | undefined;
  readonly hold?: boolean | undefined;
}

/** Writes what changes on a line; its total follows the quantity. */
export async function changeLineRow(
  trx: Transaction<Database>,
  line: LineRow,
  { quantity = line.quantity, note = line.note, course = line.course, hold = line.hold }: LineChange,
): Promise<void> {
  await trx
    .updateTable("order_line")
    .set({ quantity, note: note === "" ? null : note, course, hold, line_total: line.unit_price * quantity })
    .where("id", "=", line.id)
    .execute();
}

/** A line that costs something else now. */
export interface Retaxed {
  readonly line: LineRow;
  readonly locationId: string;
  readonly total: Minor;
}

/** Computes a line's taxes anew, at the rates it was sold with. */
export async function retaxLine(trx: Transaction<Database>, { line, locationId, total }: Retaxed): Promise<void> {
  const [first] = line.taxes;
  if (first === undefined) return;
  const { tax_rounding: rounding } = await trx
    .selectFrom("location")
    .select("tax_rounding")
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const components = line.taxes.map(({ name, rate_ppm: ratePpm }) => ({ name, ratePpm }));
  await trx.deleteFrom("order_line_tax").where("order_line_id", "=", line.id).execute();
  const parts = taxParts(total, components, { inclusive: first.included, rounding });
  await insertTaxes(trx, { locationId, lineId: line.id }, parts);
}

/** Marks a line as void, for good. */
export async function voidLineRow(
  trx: Transaction<Database>,
  void_: { readonly lineId: string; readonly reason: string; readonly staffId: string; readonly now: Date },
): Promise<void> {
  await trx
    .updateTable("order_line")
    .set({ voided_at: void_.now, void_reason: void_.reason, voided_by: void_.staffId })
    .where("id", "=", void_.lineId)
    .execute();
}
