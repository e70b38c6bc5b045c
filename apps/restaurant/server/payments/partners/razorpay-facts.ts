/** Reads what Razorpay says about money, from an event or from an answer of its API. */
import { z } from "zod";
import type { DisputeFact, FactStatus, MoneyFact, NoFact, PaymentFact, RefundFact } from "../payment-facts.js";
import { Amount, Carried, Code, Currency, ourId, Ref } from "./reading.js";

/** An empty object of PHP's arrives as an empty list. */
const Notes = z.union([Carried, z.array(z.unknown()).max(0)]).nullish();

const Payment = z.object({
  id: Ref,
  amount: Amount,
  currency: Currency,
  order_id: Ref.nullish(),
  notes: Notes,
  error_code: Code,
});

const Refund = z.object({
  id: Ref,
  amount: Amount,
  currency: Currency,
  status: z.string().nullish(),
  payment_id: Ref,
  notes: Notes,
});

const Dispute = z.object({
  id: Ref,
  amount: z.int().min(0),
  currency: Currency,
  payment_id: Ref,
  reason_code: z.string().max(100).catch("general"),
});

type Entities = Readonly<Record<string, unknown>>;
type Read = (entities: Entities, account: string | undefined) => MoneyFact | NoFact;

const payment =
  (status: FactStatus): Read =>
  (entities, account) =>
    razorpayPaymentFact(entities.payment, status, account);

const refund: Read = (entities, account) => razorpayRefundFact(entities.refund, account);

const dispute =
  (state: DisputeFact["state"]): Read =>
  (entities, account) =>
    disputeFact(entities.dispute, state, account);

/** The events that are acted on; `order.paid` carries the payment that `payment.captured` tells of as well. */
const EVENTS: Readonly<Record<string, Read>> = Object.freeze({
  "payment.authorized": payment("authorized"),
  "payment.captured": payment("succeeded"),
  "payment.failed": payment("declined"),
  "order.paid": payment("succeeded"),
  "refund.created": refund,
  "refund.processed": refund,
  "refund.failed": refund,
  "payment.dispute.created": dispute("open"),
  "payment.dispute.under_review": dispute("open"),
  "payment.dispute.action_required": dispute("open"),
  "payment.dispute.won": dispute("won"),
  "payment.dispute.lost": dispute("lost"),
  "payment.dispute.closed": dispute("won"),
});

const Event = z.object({
  account_id: Ref.optional(),
  payload: z.record(z.string(), z.looseObject({ entity: z.unknown() })),
});

/** Reads a stored event. */
export function readRazorpayEvent(type: string, payload: unknown): MoneyFact | NoFact {
  const read = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
  if (read === undefined) return "type_unhandled";
  const event = Event.safeParse(payload).data;
  if (event === undefined) return "event_unreadable";
  const entities = Object.fromEntries(Object.entries(event.payload).map(([name, { entity }]) => [name, entity]));
  return read(entities, event.account_id);
}

/** How a payment of the API stands. */
export const PAYMENT_STATUS: Readonly<Record<string, FactStatus>> = Object.freeze({
  created: "processing",
  authorized: "authorized",
  captured: "succeeded",
  refunded: "succeeded",
  failed: "declined",
});

/** Reads a payment. */
export function razorpayPaymentFact(
  object: unknown,
  status: FactStatus,
  account: string | undefined,
): PaymentFact | NoFact {
  const read = Payment.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const notes = carriedOf(read.notes);
  const attemptRef = read.order_id ?? undefined;
  const orderId = ourId(notes?.order_id);
  if (orderId === undefined && attemptRef === undefined) return "order_id_missing";
  return {
    ...{ kind: "payment", provider: "razorpay", status, account, orderId, attemptRef },
    paymentRef: read.id,
    paymentId: ourId(notes?.payment_id),
    amount: read.amount,
    currency: read.currency,
    // No event or answer of Razorpay's tells the mode; test and live have webhook secrets and keys of their own.
    live: undefined,
    code: read.error_code ?? undefined,
  };
}

const REFUND_STATUS: Readonly<Record<string, RefundFact["status"]>> = Object.freeze({
  processed: "succeeded",
  failed: "failed",
});

/** Reads a refund. */
export function razorpayRefundFact(object: unknown, account: string | undefined): RefundFact | NoFact {
  const read = Refund.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const { id: refundRef, payment_id: paymentRef, amount, currency } = read;
  const status = REFUND_STATUS[read.status ?? "pending"] ?? "pending";
  const refundId = ourId(carriedOf(read.notes)?.refund_id);
  const said = { status, refundRef, refundId, paymentRef, amount, currency };
  return { kind: "refund", provider: "razorpay", ...said, live: undefined, account, code: undefined };
}

function disputeFact(object: unknown, state: DisputeFact["state"], account: string | undefined): DisputeFact | NoFact {
  const read = Dispute.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const { id: disputeRef, payment_id: paymentRef, amount, currency, reason_code: reason } = read;
  const said = { state, disputeRef, paymentRef, amount, currency, reason };
  return { kind: "dispute", provider: "razorpay", ...said, live: undefined, account };
}

function carriedOf(notes: z.infer<typeof Notes>) {
  return Array.isArray(notes) ? undefined : notes;
}
