/** The guest's cart: a list of lines, kept in this page, and the sums a guest sees before the server says its own. */
import type { Menu, MenuItem } from "../../contracts/index.js";
import type { Money } from "../shared/money.js";
import { words } from "../shared/words/index.js";

/** One line of the cart. */
export interface CartLine {
  readonly key: string;
  readonly item: MenuItem;
  readonly variantId: string;
  readonly quantity: number;
  /** How many of each option, by its id. */
  readonly options: Readonly<Record<string, number>>;
  readonly instructions: string;
}

/** What is chosen of an item. */
export type Choice = Pick<CartLine, "variantId" | "options">;

/** The variant that is chosen. */
export function variantOf(item: MenuItem, variantId: string): MenuItem["variants"][number] | undefined {
  return item.variants.find(({ id }) => id === variantId);
}

/** What one piece costs, options included. */
export function unitPrice(item: MenuItem, { variantId, options }: Choice): Money {
  const extras = item.optionGroups
    .flatMap((group) => group.options)
    .reduce((sum, option) => sum + option.price.amount * (options[option.id] ?? 0), 0);
  const { amount, currency } = variantOf(item, variantId)?.price ?? item.price;
  return { amount: amount + extras, currency };
}

/** What the whole cart costs. */
export function cartTotal(lines: readonly CartLine[], menu: Menu): Money {
  const amount = lines.reduce((sum, line) => sum + unitPrice(line.item, line).amount * line.quantity, 0);
  return { amount, currency: menu.restaurant.currency };
}

/** The variant, where there are several, and the chosen options of a line in words. */
export function optionWords({ item, variantId, options }: CartLine): string {
  const variant = item.variants.length > 1 ? [variantOf(item, variantId)?.name ?? ""] : [];
  const chosen = item.optionGroups
    .flatMap((group) => group.options)
    .map(({ id, name }) => ({ name, count: options[id] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => (count > 1 ? words.pieces(count, name) : name));
  return [...variant, ...chosen].join(", ");
}

/** The first group whose number of choices does not fit, or `undefined`. */
export function unfitGroup(item: MenuItem, options: CartLine["options"]) {
  return item.optionGroups.find((group) => {
    const chosen = group.options.reduce((sum, option) => sum + (options[option.id] ?? 0), 0);
    return chosen < group.min || chosen > group.max;
  });
}

/** The order slip the API takes. */
export function slipLines(lines: readonly CartLine[]) {
  return lines.map(({ variantId, quantity, options, instructions }) => ({
    variantId,
    quantity,
    options: Object.entries(options)
      .filter(([, count]) => count > 0)
      .map(([id, count]) => ({ id, quantity: count })),
    ...(instructions.trim() === "" ? {} : { instructions }),
  }));
}
