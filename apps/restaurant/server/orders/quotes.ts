/** Quotes: what a basket would cost, signed, so that the order can be held to it. */
import type { Kysely } from "kysely";
import { type Basket, type OrderRefusal, type Quote, TIP_PERCENTS } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { type PricedBasket, type Pricing, priceBasket } from "./basket.js";
import { type Minor, minor } from "./money.js";
import type { PricedLine } from "./priced-lines.js";
import type { SignedNotes } from "./signed-notes.js";

/** What a quote keeps of itself in the guest's hands. */
export interface QuoteNote {
  readonly locationId: string;
  readonly basket: Basket;
  readonly total: number;
}

/** How long a quote is good for. */
export const QUOTE_SECONDS = 600;

/** Quotes a basket, or says why it cannot be had. */
export async function quoteBasket(
  db: Kysely<Database>,
  { quotes, ...pricing }: Pricing & { readonly quotes: SignedNotes<QuoteNote> },
  basket: Basket,
): Promise<Quote | OrderRefusal> {
  const priced = await priceBasket(db, pricing, basket);
  if (typeof priced === "string") return priced;
  const { token, expiresAt } = quotes.sign({ locationId: pricing.place.id, basket, total: priced.bill.total });
  return { quoteId: token, ...quoteBody(priced, pricing.place.currency), expiresAt: expiresAt.toISOString() };
}

function quoteBody({ lines, bill, promisedAt }: PricedBasket, currency: string) {
  const money = (amount: Minor) => ({ amount, currency });
  return {
    lines: lines.map((line) => ({ ...lineBody(line), total: money(line.total) })),
    subtotal: money(bill.subtotal),
    taxes: bill.taxes.map(({ name, ratePpm, amount, included }) => ({
      name,
      ratePpm,
      amount: money(amount),
      included,
    })),
    fees: money(bill.fees),
    tip: money(bill.tip),
    tips: tipsOf(bill.subtotal).map(({ percent, amount }) => ({ percent, amount: money(amount) })),
    total: money(bill.total),
    promisedAt: promisedAt.toISOString(),
  };
}

/** Rounded down to whole minor units; of a small order two may be alike, and nothing is no tip. */
function tipsOf(subtotal: Minor) {
  const tips = TIP_PERCENTS.map((percent) => ({ percent, amount: minor(Math.floor((subtotal * percent) / 100)) }));
  return tips.filter(({ amount }) => amount > 0);
}

function lineBody({ item, quantity, options, allergens }: PricedLine) {
  return {
    name: item.name,
    variant: item.variant.name,
    quantity,
    options: options.map(({ option, quantity: count }) => optionText(option.name, count)),
    allergens: [...allergens],
  };
}

/** An option as people read it. */
export function optionText(name: string, quantity: number): string {
  return quantity === 1 ? name : `${quantity} \u00d7 ${name}`;
}
