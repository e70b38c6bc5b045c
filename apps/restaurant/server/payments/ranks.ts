/** Which state of a payment gives way to which: forward only, whatever order the news comes in. */
import type { FactStatus } from "./payment-facts.js";
import { OPEN_STATES, type PaymentRow } from "./payments.store.js";

const RANKS: Readonly<Record<PaymentRow["state"], number>> = Object.freeze({
  created: 0,
  processing: 1,
  authorized: 2,
  failed: 3,
  cancelled: 3,
  mismatch: 4,
  succeeded: 5,
});

/**
 * The state a payment moves to by a fact short of success; `undefined` where it stays. A declined attempt stays open:
 * both partners let the guest try again in it. A bank may authorise what had ended (Razorpay asks for three days).
 */
export function moveOf(
  known: PaymentRow,
  status: FactStatus,
  payments: readonly PaymentRow[],
): PaymentRow["state"] | undefined {
  const isOpen = OPEN_STATES.some((state) => state === known.state);
  if (status === "declined") return isOpen ? known.state : undefined;
  if (status === "authorized" && (known.state === "failed" || known.state === "cancelled")) {
    const other = payments.some(({ id, state }) => id !== known.id && OPEN_STATES.some((open) => open === state));
    return other ? undefined : "authorized";
  }
  return RANKS[status] > RANKS[known.state] ? status : undefined;
}
