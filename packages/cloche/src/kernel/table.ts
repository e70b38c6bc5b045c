/** Look-up tables that names like `__proto__` or `constructor` can never reach into. */

/** Copies `entries` into a frozen table without a prototype. */
export function table<const Entries extends Record<string, unknown>>(entries: Entries): Readonly<Entries> {
  return Object.freeze(Object.assign(Object.create(null) as Entries, entries));
}

/** The entry called `name`, or `undefined` where the table has none. */
export function entry<Value>(from: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(from, name) ? from[name] : undefined;
}
