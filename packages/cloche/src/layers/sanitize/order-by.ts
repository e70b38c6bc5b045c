/** Turns a caller's sort order into columns that the author listed, since no database can bind a column's name. */
import { configFault, entry, onlyKnown, table, wholeNumber } from "../../kernel/index.js";
import { isSqlName } from "./sql-name.js";

/** Which orders a caller may ask for. */
export interface OrderByOptions {
  /** The column for each name a caller may use, such as `{ placed: "orders.placed_at" }`. */
  readonly columns: Readonly<Record<string, string>>;
  /** The order where the caller names none, such as `-placed,id`. */
  readonly default: string;
  /** The most terms. Default: 3. */
  readonly maxTerms?: number;
}

/** One term of an order. */
export interface OrderTerm {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

/** Reads an order such as `-placed,total`; `undefined` where it is not on the list. */
export type OrderBy = (text: string | undefined) => readonly OrderTerm[] | undefined;

const OPTIONS = ["columns", "default", "maxTerms"];
const MAX_TEXT_LENGTH = 256;

/**
 * Makes a reader for sort orders. A minus sign before a name means descending.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * const order = orderBy({ columns: { placed: "orders.placed_at" }, default: "-placed" });
 * order("placed");            // [{ column: "orders.placed_at", direction: "asc" }]
 * order("placed; DROP TABLE"); // undefined
 */
export function orderBy(options: OrderByOptions): OrderBy {
  onlyKnown(options, OPTIONS, "orderBy");
  const columns = table({ ...options.columns });
  for (const [name, column] of Object.entries(columns)) {
    if (isSqlName(column)) continue;
    throw configFault("option_invalid", { where: `orderBy.columns.${name}`, fix: "Name a column, not an expression." });
  }
  const maxTerms = wholeNumber(options.maxTerms ?? 3, "orderBy.maxTerms", { min: 1, max: 16 });
  const read = (text: string) => terms(text, columns, maxTerms);
  const otherwise = read(options.default);
  if (otherwise === undefined) {
    throw configFault("option_invalid", { where: "orderBy.default", fix: "Use the names in columns." });
  }
  return (text) => (text === undefined || text === "" ? otherwise : read(text));
}

function terms(text: string, columns: Readonly<Record<string, string>>, max: number): readonly OrderTerm[] | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const found = text.split(",").map((term) => readTerm(term, columns));
  const known = found.filter((term) => term !== undefined);
  const distinct = new Set(known.map(({ column }) => column));
  return known.length === found.length && distinct.size === known.length && known.length <= max ? known : undefined;
}

function readTerm(term: string, columns: Readonly<Record<string, string>>): OrderTerm | undefined {
  const descending = term.startsWith("-");
  const column = entry(columns, descending ? term.slice(1) : term);
  return column === undefined ? undefined : { column, direction: descending ? "desc" : "asc" };
}
