/** Every route of the payments: partners' webhooks, guests who pay, and staff. */
import type { Handled } from "cloche";
import type { ReceivingDeps } from "../platform/index.js";
import { type GuestPaymentsDeps, guestPaymentsHandlers } from "./guest-payments.routes.js";
import { paymentWebhooksHandlers } from "./payment-webhooks.routes.js";
import { type StaffPaymentsDeps, staffPaymentsHandlers } from "./staff-payments.routes.js";

/** What the routes need. */
export type PaymentsDeps = ReceivingDeps & GuestPaymentsDeps & StaffPaymentsDeps;

/** The payments' handlers. */
export function paymentsHandlers(deps: PaymentsDeps): readonly Handled[] {
  return [...paymentWebhooksHandlers(deps), ...guestPaymentsHandlers(deps), ...staffPaymentsHandlers(deps)];
}
