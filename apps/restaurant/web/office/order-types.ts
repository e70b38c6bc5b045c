/** The kinds of orders, as the office calls them. */
import type { Settings } from "../../contracts/index.js";

/** A kind of order. */
export type OrderKind = Settings["orderTypes"][number];

export const ORDER_KINDS: readonly { readonly type: OrderKind; readonly name: string }[] = [
  { type: "pickup", name: "pickup" },
  { type: "delivery", name: "delivery" },
  { type: "dine_in", name: "at a table" },
];
