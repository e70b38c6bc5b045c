/** Names of columns and tables in SQL: only those the author listed, since no database can bind a name. */
import { configFault, entry, table } from "../../kernel/index.js";
import type { OrderTerm } from "./order-by.js";
import { type SqlFragment, sqlText } from "./sql.js";
import { isSqlName, quotedName } from "./sql-name.js";

const DIRECTIONS = table({ asc: "asc", desc: "desc" });

/**
 * Makes a reader of names that a caller chooses, such as the column of a filter.
 *
 * @param allowed - the column or table for each name a caller may use.
 * @throws ConfigError `option_invalid`
 * @example
 * const column = sqlIdentifier({ placed: "orders.placed_at" });
 * column("placed")?.text;    // '"orders"."placed_at"'
 * column("placed; DROP");    // undefined
 */
export function sqlIdentifier(allowed: Readonly<Record<string, string>>): (name: string) => SqlFragment | undefined {
  const quoted = Object.entries(allowed).map(([name, column]) => {
    if (isSqlName(column)) return [name, quotedName(column)] as const;
    throw configFault("option_invalid", { where: `sqlIdentifier.${name}`, fix: "Name a column, not an expression." });
  });
  const names = table(Object.fromEntries(quoted));
  return (name) => {
    const column = entry(names, name);
    return column === undefined ? undefined : sqlText(column);
  };
}

/**
 * The terms that `orderBy` read, as what follows ORDER BY.
 *
 * @throws ConfigError `option_invalid` where the terms are empty, or were not made by `orderBy` and name no column.
 * @example
 * orderByClause([{ column: "orders.placed_at", direction: "desc" }]).text; // '"orders"."placed_at" desc'
 */
export function orderByClause(terms: readonly OrderTerm[]): SqlFragment {
  const written = terms.map(({ column, direction }) => {
    const known = entry<string>(DIRECTIONS, direction);
    return known === undefined || !isSqlName(column) ? undefined : `${quotedName(column)} ${known}`;
  });
  if (written.length > 0 && !written.includes(undefined)) return sqlText(written.join(", "));
  throw configFault("option_invalid", { where: "orderByClause", fix: "Give the terms that orderBy() answers." });
}
