/** Contracts of paying: online by the guest, in cash by the cashier, back again by the manager. */
import { anyone, contract, nothing, problems } from "cloche";
import { z } from "zod";
import { Money, PAYMENT_PROVIDERS } from "./money.js";
import { PAYMENT_STATES } from "./orders.js";
import { may } from "./staff.js";
import { TrackToken } from "./tracking.js";

const Checkout = z.object({
  method: z.enum(["GET", "POST"]),
  url: z.url(),
  fields: z.record(z.string().max(100), z.string().max(2048)).meta({ description: "To be posted as a form." }),
});

export const OpenedPayment = z.object({
  paymentId: z.uuid(),
  provider: z.enum(PAYMENT_PROVIDERS),
  amount: Money,
  checkout: Checkout.meta({ description: "The partner's own page, where the guest pays." }),
});
export type OpenedPayment = z.infer<typeof OpenedPayment>;

const IDEMPOTENCY_RUNNING = "A request with this Idempotency-Key is still running.";
const IDEMPOTENCY_MISMATCH = problems({
  idempotency_mismatch: "This Idempotency-Key was used with another request.",
});
const PROVIDER_UNAVAILABLE = problems({ provider_unavailable: "The payment partner does not answer; try again." });

export const payTracked = contract({
  method: "POST",
  path: "/api/v1/track/{token}/payments",
  summary: "Pay an order online: a new attempt, or the one that is open",
  tags: ["ordering"],
  allow: anyone("the unguessable token is the credential"),
  params: TrackToken,
  body: z.object({ provider: z.enum(PAYMENT_PROVIDERS).optional() }),
  // `LIMIT_PAYMENTS` holds, and five attempts for an order: who brings a new order each time is held by `LIMIT_ORDERS`.
  idempotent: true,
  returns: {
    201: OpenedPayment,
    409: problems({
      already_paid: "Nothing is left to pay.",
      order_closed: "This order has ended.",
      online_payment_off: "This place takes no payments online by that partner.",
      too_many_attempts: "Too many attempts; pay at the counter.",
      payment_in_progress: "The payment is being prepared; try again.",
      payment_ended: "The attempt has ended; start another.",
      idempotency_running: IDEMPOTENCY_RUNNING,
    }),
    422: IDEMPOTENCY_MISMATCH,
    503: PROVIDER_UNAVAILABLE,
  },
});

/** Where Razorpay's page posts the guest's browser back to. It proves nothing: the partner itself is asked. */
export const razorpayReturn = contract({
  method: "POST",
  path: "/track/{token}",
  summary: "Come back from Razorpay",
  tags: ["pages"],
  allow: anyone("a browser that comes back from the partner has no account, and nothing it says is believed"),
  params: TrackToken,
  accepts: ["form"],
  body: z.looseObject({}),
  limit: "60 per minute by address",
  returns: { 303: nothing() },
});

const ById = z.object({ id: z.uuid() });
const Settled = z.enum(PAYMENT_STATES);

export const OnePayment = z.object({
  id: z.uuid(),
  attempt: z.int(),
  provider: z.string(),
  state: z.enum(["created", "processing", "authorized", "succeeded", "failed", "cancelled", "mismatch"]),
  amount: Money,
  failureCode: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export const OneRefund = z.object({
  id: z.uuid(),
  paymentId: z.uuid(),
  state: z.enum(["requested", "pending", "succeeded", "failed"]),
  reason: z.string(),
  amount: Money,
  failureCode: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export const OneDispute = z.object({
  paymentId: z.uuid(),
  state: z.enum(["open", "won", "lost"]),
  reason: z.string(),
  amount: Money,
  openedAt: z.iso.datetime(),
});

/** What the partner itself calls a payment: by it, one finds it there. */
export const ProviderRef = z.string().nullable().meta({ description: "The partner's own name for it." });

export const OrderMoney = z.object({
  paymentState: Settled,
  total: Money,
  owed: Money,
  payments: z.array(OnePayment.extend({ providerRef: ProviderRef })),
  refunds: z.array(OneRefund),
  disputes: z.array(OneDispute),
});
export type OrderMoney = z.infer<typeof OrderMoney>;

const LIMIT = "300 per 15 minutes by caller";

export const orderPayments = contract({
  method: "GET",
  path: "/api/v1/orders/{id}/payments",
  summary: "Every attempt, refund and dispute of an order",
  tags: ["money"],
  allow: may("takeCash"),
  params: ById,
  limit: LIMIT,
  returns: { 200: OrderMoney },
});

export const CashTaken = z.object({ paymentId: z.uuid(), amount: Money, change: Money, paymentState: Settled });
export type CashTaken = z.infer<typeof CashTaken>;

export const takeCash = contract({
  method: "POST",
  path: "/api/v1/orders/{id}/payments/cash",
  summary: "Take cash for what is owed, and tell the change",
  tags: ["money"],
  allow: may("takeCash"),
  params: ById,
  body: z.object({ received: z.int().min(1).max(1_000_000_000_000) }),
  idempotent: "required",
  limit: LIMIT,
  returns: {
    201: CashTaken,
    409: problems({
      already_paid: "Nothing is left to pay.",
      order_closed: "This order has ended.",
      payment_in_progress: "The guest is paying online, and the partner does not confirm that this has ended.",
      idempotency_running: IDEMPOTENCY_RUNNING,
    }),
    422: problems({
      received_too_little: "That is less than what is owed.",
      idempotency_mismatch: "This Idempotency-Key was used with another request.",
    }),
  },
});

/** The reasons a person may give. */
export const REFUND_REASONS = ["item_missing", "quality", "duplicate", "cancelled", "other"] as const;

export const requestRefund = contract({
  method: "POST",
  path: "/api/v1/payments/{id}/refunds",
  summary: "Give money back",
  tags: ["money"],
  allow: may("refund"),
  params: ById,
  body: z.object({ amount: z.int().min(1).max(1_000_000_000_000), reason: z.enum(REFUND_REASONS) }),
  idempotent: "required",
  limit: "20 per hour by caller",
  returns: {
    202: OneRefund,
    409: problems({
      refund_exceeds: "That is more than is left of the payment.",
      refund_over_limit: "That is more than your role may give back.",
      not_settled: "The payment has not arrived.",
      idempotency_running: IDEMPOTENCY_RUNNING,
    }),
    422: IDEMPOTENCY_MISMATCH,
  },
});
export type RequestedRefund = z.infer<typeof OneRefund>;

export const checkPayment = contract({
  method: "POST",
  path: "/api/v1/payments/{id}/check",
  summary: "Ask the partner about a payment now",
  tags: ["money"],
  allow: may("checkPayments"),
  params: ById,
  limit: "60 per 15 minutes by caller",
  returns: {
    200: z.object({ payment: OnePayment, paymentState: Settled }),
    503: PROVIDER_UNAVAILABLE,
  },
});
