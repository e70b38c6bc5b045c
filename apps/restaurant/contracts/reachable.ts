/** Who can be reached about an order; the pages ask before the server does. */

/**
 * Whether a guest can be reached about their order: who sits at a table is found there, anybody else is called, or written
 * to where the house writes e-mail. A house that sends no texts can still call.
 */
export function isReachable({ orderType, byMail, contact: { phone, email } }: Reach): boolean {
  return orderType === "dine_in" || phone !== undefined || (byMail && email !== undefined);
}

interface Reach {
  readonly orderType: "dine_in" | "pickup" | "delivery";
  /** Whether the house writes e-mail. */
  readonly byMail: boolean;
  readonly contact: { readonly phone?: string | undefined; readonly email?: string | undefined };
}
