/** The kinds of orders, as the office calls them. */
import type { Settings } from "../../contracts/index.js";
import { words } from "./words/index.js";

/** A kind of order. */
export type OrderKind = Settings["orderTypes"][number];

export const ORDER_KINDS: readonly { readonly type: OrderKind; readonly name: string }[] = [
  { type: "pickup", name: words.codes.orderKind.pickup },
  { type: "delivery", name: words.codes.orderKind.delivery },
  { type: "dine_in", name: words.codes.orderKind.dine_in },
];
