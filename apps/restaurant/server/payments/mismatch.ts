/** Compares a fact with what it claims to be about: amount, currency, order, account, and test or live. */
import type { MoneyDeps } from "./money-deps.js";
import type { MoneyFact, PaymentFact } from "./payment-facts.js";
import type { PaymentRow } from "./payments.store.js";

/** In what a fact and its order do not agree. */
export type Mismatch = "mode" | "account" | "currency" | "amount" | "other_order" | "quarantined";

/** A fact and what it was found to mean. */
export interface Compared {
  readonly fact: PaymentFact;
  readonly order: { readonly id: string; readonly total: number; readonly currency: string };
  readonly known: PaymentRow | undefined;
  /** Every payment with one of the fact's names, of whichever order. */
  readonly meant: readonly PaymentRow[];
}

/** The first disagreement, or `undefined`. */
export function mismatchOf({ sides }: MoneyDeps, { fact, order, known, meant }: Compared): Mismatch | undefined {
  const side = sideMismatch(sides, fact);
  if (side !== undefined) return side;
  if (meant.some((one) => one.order_id !== order.id)) return "other_order";
  // An id of ours that no row has: the row was committed before the partner heard of it.
  if (fact.paymentId !== undefined && !meant.some(({ id }) => id === fact.paymentId)) return "other_order";
  if (known?.state === "mismatch") return "quarantined";
  if (fact.currency !== (known?.currency ?? order.currency)) return "currency";
  return fact.amount === (known?.amount ?? order.total) ? undefined : "amount";
}

/** Whether the fact is about another account than ours, or about play money where real money is meant. */
export function sideMismatch(
  sides: MoneyDeps["sides"],
  { provider, live, account }: Pick<MoneyFact, "provider" | "live" | "account">,
): "mode" | "account" | undefined {
  const ours = sides[provider];
  if (live !== undefined && live !== ours.live) return "mode";
  return account !== undefined && ours.account !== undefined && account !== ours.account ? "account" : undefined;
}
