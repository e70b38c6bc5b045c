/** What the PostgreSQL stores of this layer ask of a client. */

/** Runs one parameterised statement; what `Pool` of pg and PGlite offer. */
export type PostgresQuery = (sql: string, parameters: unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;

/** Drivers differ in how a bigint arrives: as a text, a number or a BigInt. */
export type BigIntColumn = string | number | bigint;

/** The number in a column that may be empty. */
export function numberOrNone(column: BigIntColumn | null): number | undefined {
  return column === null ? undefined : Number(column);
}
