/** Puts rows under the things they belong to. */

/** What the rows make, in their order, under the key each has. */
export function gathered<Row, Made>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  make: (row: Row) => Made,
): ReadonlyMap<string, Made[]> {
  const all = new Map<string, Made[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const made = all.get(key);
    if (made === undefined) all.set(key, [make(row)]);
    else made.push(make(row));
  }
  return all;
}
