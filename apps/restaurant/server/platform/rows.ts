/** Many rows as one parameter, so that the text of a statement is the same however many there are. */
import { type RawBuilder, sql } from "kysely";
import type { Database } from "./schema.js";

/**
 * What `insert into table` inserts: the columns, and the rows that give each of them.
 *
 * @example
 * await trx.insertInto("order_line_tax").columns(TAX_COLUMNS).expression(rowsOf("order_line_tax", TAX_COLUMNS, rows)).execute();
 */
export function rowsOf<Column extends string>(
  table: keyof Database,
  columns: readonly Column[],
  rows: readonly Readonly<Record<NoInfer<Column>, unknown>>[],
): RawBuilder<Record<Column, unknown>> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  return sql`select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`;
}
