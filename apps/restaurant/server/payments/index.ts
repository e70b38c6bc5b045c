/** The payments' door. */

export { reconcilerLag } from "./attempts.store.js";
export { type BillChange, billChanged } from "./bill-changed.js";
export type { Side } from "./money-deps.js";
export type { Checkout, PaymentProvider } from "./partners/provider.js";
export { isLiveRazorpayKey, razorpayProvider, razorpayTakes } from "./partners/razorpay.js";
export { isLiveStripeKey, stripeProvider, stripeTakes } from "./partners/stripe.js";
export {
  type CheckoutNow,
  type Ended,
  type Opened,
  type PaymentDesk,
  type PaymentDeskDeps,
  paymentDesk,
} from "./payment-desk.js";
export type { ProviderName } from "./payment-facts.js";
export { paymentWebhooksHandlers } from "./payment-webhooks.routes.js";
export { type PaymentsDeps, paymentsHandlers } from "./payments.routes.js";
export { type PaymentsWorker, type PaymentsWorkerDeps, startPaymentsWorker } from "./payments-worker.js";
export type { RefundReason } from "./refunds.store.js";
export { type RefundAll, refundAll } from "./request-refund.js";
