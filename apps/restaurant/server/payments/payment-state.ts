/** What has been paid of an order: computed here from its payments, and nowhere else. */
import type { PaymentState } from "../platform/index.js";

/** A payment as far as this looks at it. */
export interface PaymentPart {
  readonly state: string;
  /** Whole minor units. */
  readonly amount: number;
}

/** The payment state of an order with this total and these payments. */
export function paymentStateOf(total: number, payments: readonly PaymentPart[]): PaymentState {
  if (arrived(payments, "succeeded") >= total) return "paid";
  return arrived(payments, "succeeded") + arrived(payments, "authorized") >= total ? "authorized" : "unpaid";
}

function arrived(payments: readonly PaymentPart[], state: string): number {
  return payments.filter((payment) => payment.state === state).reduce((sum, { amount }) => sum + amount, 0);
}
