/** What may stand in SQL as a name. */

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}(?:\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}$/;

/** Whether the text names a column or a table, and is no expression. */
export function isSqlName(text: unknown): text is string {
  return typeof text === "string" && NAME.test(text);
}

/** A name in quotes, each part of its own: `orders.placed_at` becomes `"orders"."placed_at"`. */
export function quotedName(name: string): string {
  return name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}
