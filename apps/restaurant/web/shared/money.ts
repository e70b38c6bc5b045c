/** Money as people read it. */
import { locale } from "./language.js";

/** Whole minor units and their currency. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** `{ amount: 1250, currency: "EUR" }` as the reader's language writes it; the currency says how many decimals it has. */
export function formatMoney({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** A price that is added to another: "+ 1.50". */
export function formatExtra(money: Money): string {
  if (money.amount === 0) return "";
  return money.amount > 0 ? `+ ${formatMoney(money)}` : formatMoney(money);
}
