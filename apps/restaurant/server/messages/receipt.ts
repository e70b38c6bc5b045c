/** Puts a receipt into words: lines, taxes, totals, and what was paid. */
import type { Language } from "../../contracts/index.js";
import { amountWords, numberWords, rateWords } from "./facts.js";
import type { Receipt } from "./receipt.store.js";
import { wordsOf } from "./words/index.js";

/** Two columns: what, and how much. */
export interface Table {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, amount: string])[];
}

/** The table of a receipt. Rows of nothing are left out. */
export function receiptTable(receipt: Receipt, { number, language }: ReceiptOf): Table {
  const words = wordsOf(language).receipt;
  const money = (amount: number) => amountWords(amount, receipt.currency, language);
  const some = (name: string, amount: number) => (amount === 0 ? [] : [[name, money(amount)] as const]);
  const taxes = receipt.taxes.map(({ name, ratePpm, included, amount }) => {
    const say = included ? words.taxIncluded : words.taxAdded;
    return { included, row: [say(name, rateWords(ratePpm, language)), money(amount)] as const };
  });
  return {
    title: words.title(numberWords(number)),
    rows: [
      ...receipt.lines.map((line) => [lineWords(line), money(line.total)] as const),
      [words.subtotal, money(receipt.subtotal)],
      ...taxes.filter(({ included }) => !included).map(({ row }) => row),
      ...some(words.fees, receipt.fees),
      ...some(words.tip, receipt.tip),
      [words.total, money(receipt.total)],
      ...taxes.filter(({ included }) => included).map(({ row }) => row),
      ...receipt.payments.map(({ provider, amount }) => [words.paidBy[provider], money(amount)] as const),
      ...some(words.refunded, receipt.refunded),
    ],
  };
}

/** Whose receipt it is. */
interface ReceiptOf {
  readonly number: number;
  readonly language: Language;
}

function lineWords({ quantity, name, variant, options }: Receipt["lines"][number]): string {
  // A dish of one size has a variant that is called as it is.
  const more = [...(variant === "" || variant === name ? [] : [variant]), ...options];
  return `${quantity} x ${name}${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
}
