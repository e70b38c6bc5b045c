/** Remembers across pages that this tab is about to pay, or has gone to pay: what came of it the server alone tells. */

const MARK = "payment";

/** `open`: the next page leads to the partner. `gone`: the guest has been led there. */
export type PaymentMark = "open" | "gone";

/** Sets the mark. */
export function markForPayment(mark: PaymentMark): void {
  sessionStorage.setItem(MARK, mark);
}

/** Takes the mark away, and tells what it was. */
export function takePaymentMark(): PaymentMark | undefined {
  const mark = sessionStorage.getItem(MARK);
  sessionStorage.removeItem(MARK);
  return mark === "open" || mark === "gone" ? mark : undefined;
}
