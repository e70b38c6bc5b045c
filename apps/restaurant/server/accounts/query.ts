/** Runs the library's parameterised queries on the app's own database. */
import type { PostgresQuery } from "cloche/jwt";
import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** The database as the stores of `cloche/jwt` take it. */
export function queryOf(db: Kysely<Database>): PostgresQuery {
  return (sql, parameters) => db.executeQuery(CompiledQuery.raw(sql, parameters));
}
