/** The cart of the page: it outlives a reload in this tab. */
import { useState } from "preact/hooks";
import type { Menu } from "../../contracts/index.js";
import type { CartLine } from "./cart.js";
import { keepCart, keptCart } from "./kept.js";

/** The cart, and what is done to it. */
export interface Cart {
  readonly lines: readonly CartLine[];
  /** Adds a line, or puts it where one was before. */
  readonly save: (line: Omit<CartLine, "key">, before: CartLine | undefined) => void;
  readonly count: (key: string, quantity: number) => void;
  readonly remove: (key: string) => void;
}

/** The cart as it was, as far as the menu still has its dishes. */
export function useCart(menu: Menu): Cart {
  const [lines, setLines] = useState<readonly CartLine[]>(() => keptCart(menu));
  const keep = (changed: readonly CartLine[]): void => {
    setLines(changed);
    keepCart(menu.restaurant.slug, changed);
  };
  return {
    lines,
    save: (line, before) =>
      keep(
        before === undefined
          ? [...lines, { ...line, key: crypto.randomUUID() }]
          : lines.map((one) => (one.key === before.key ? { ...line, key: one.key } : one)),
      ),
    count: (key, quantity) => keep(lines.map((line) => (line.key === key ? { ...line, quantity } : line))),
    remove: (key) => keep(lines.filter((line) => line.key !== key)),
  };
}
