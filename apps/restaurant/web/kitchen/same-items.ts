/** Puts the same dishes of a ticket together, where a screen is set to: how many of one thing, made one way. */
import type { Ticket } from "../../contracts/index.js";

type Item = Ticket["items"][number];

/** A line as it is shown: one of the ticket's, or several that are the same. */
export interface ShownLine {
  /** The first of them, with the quantity of all. */
  readonly item: Item;
  readonly all: readonly Item[];
}

/** Each line by itself. */
export function eachLine(items: readonly Item[]): readonly ShownLine[] {
  return items.map((item) => ({ item, all: [item] }));
}

/** The lines that differ in nothing but their quantity are one, at the place of the first. */
export function sameTogether(items: readonly Item[]): readonly ShownLine[] {
  const found = new Map<string, ShownLine>();
  for (const item of items) {
    const { name, options, instructions, allergens, state, added } = item;
    const key = JSON.stringify([name, options, instructions, allergens, state, added]);
    const known = found.get(key);
    found.set(key, known === undefined ? { item, all: [item] } : joined(known, item));
  }
  return [...found.values()];
}

function joined({ item, all }: ShownLine, more: Item): ShownLine {
  return { item: { ...item, quantity: item.quantity + more.quantity }, all: [...all, more] };
}
