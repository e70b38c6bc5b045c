/** What has been paid of an order: computed here from its payments and refunds, and nowhere else. */
import type { PaymentState } from "../platform/index.js";

/** A payment as far as this looks at it. */
export interface PaymentPart {
  readonly state: string;
  /** Whole minor units. */
  readonly amount: number;
}

/** A refund as far as this looks at it. */
export interface RefundPart extends PaymentPart {
  readonly reason: string;
}

/** Refunds of what the bill does not ask for; any other leaves the bill as paid as it was. */
const UNDOING: readonly string[] = ["duplicate", "late_payment", "voided"];

/** The payment state of an order with this total, these payments and these refunds. */
export function paymentStateOf(
  total: number,
  payments: readonly PaymentPart[],
  refunds: readonly RefundPart[] = [],
): PaymentState {
  const came = sumOf(payments, "succeeded");
  const went = sumOf(refunds, "succeeded");
  // What was paid twice and given back once is paid.
  if (came - went >= total) return "paid";
  if (went > 0) return came > went ? "partially_refunded" : "refunded";
  return came + sumOf(payments, "authorized") >= total ? "authorized" : "unpaid";
}

/** What is still owed of an order; never below nothing. What was given back for a cold soup is not owed again. */
export function owed(total: number, payments: readonly PaymentPart[], refunds: readonly RefundPart[]): number {
  return Math.max(0, total - kept(payments, refunds));
}

/** What has come in beyond the total and is not on its way back. */
export function excessOf(total: number, payments: readonly PaymentPart[], refunds: readonly RefundPart[]): number {
  return Math.max(0, kept(payments, refunds) - total);
}

function kept(payments: readonly PaymentPart[], refunds: readonly RefundPart[]): number {
  const undone = promisedBack(refunds.filter(({ reason }) => UNDOING.includes(reason)));
  return sumOf(payments, "succeeded") - undone;
}

/** What has gone back or is to: every refund that has not failed. */
export function promisedBack(refunds: readonly PaymentPart[]): number {
  return refunds.filter(({ state }) => state !== "failed").reduce((sum, { amount }) => sum + amount, 0);
}

function sumOf(parts: readonly PaymentPart[], state: string): number {
  return parts.filter((part) => part.state === state).reduce((sum, { amount }) => sum + amount, 0);
}
