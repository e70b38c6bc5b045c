/** Reads what Stripe says about money, from an event or from an answer of its API. */
import { z } from "zod";
import type { DisputeFact, FactStatus, MoneyFact, NoFact, PaymentFact, RefundFact } from "../payment-facts.js";
import { Amount, Carried, Code, Currency, ourId, Ref } from "./reading.js";

const Metadata = Carried.nullish();

/** A name, or the object it names where the API was asked to expand it. */
const Named = z.union([Ref, z.looseObject({ id: Ref }).transform(({ id }) => id)]);

const Intent = z.object({
  id: Ref,
  amount: Amount,
  amount_received: z.int().min(0).optional(),
  currency: Currency,
  metadata: Metadata,
  last_payment_error: z.object({ code: Code }).nullish().catch(undefined),
});

const Session = z.object({
  id: Ref,
  amount_total: Amount,
  currency: Currency,
  payment_intent: Named.nullish(),
  metadata: Metadata,
});

const Refund = z.object({
  id: Ref,
  amount: Amount,
  currency: Currency,
  status: z.string().nullish(),
  payment_intent: Named,
  metadata: Metadata,
  failure_reason: Code,
});

const Dispute = z.object({
  id: Ref,
  amount: z.int().min(0),
  currency: Currency,
  payment_intent: Named,
  reason: z.string().max(100).catch("general"),
  status: z.string().catch("needs_response"),
});

/** On whose behalf an event or an answer is. */
export interface StripeSide {
  readonly live: boolean;
  readonly account: string | undefined;
}

type Read = (object: unknown, side: StripeSide) => MoneyFact | NoFact;

const intent =
  (status: FactStatus): Read =>
  (object, side) =>
    intentFact(object, status, side);

/** The events that are acted on; `created` and the like are not, since nothing is certain yet. */
const EVENTS: Readonly<Record<string, Read>> = Object.freeze({
  "payment_intent.processing": intent("processing"),
  "payment_intent.amount_capturable_updated": intent("authorized"),
  "payment_intent.succeeded": intent("succeeded"),
  "payment_intent.payment_failed": intent("declined"),
  "payment_intent.canceled": intent("cancelled"),
  "checkout.session.expired": sessionExpired,
  "refund.created": refundFact,
  "refund.updated": refundFact,
  "refund.failed": refundFact,
  "charge.dispute.created": disputeFact,
  "charge.dispute.updated": disputeFact,
  "charge.dispute.closed": disputeFact,
});

const Event = z.object({
  livemode: z.boolean(),
  account: Ref.optional(),
  data: z.object({ object: z.unknown() }),
});

/** Reads a stored event. */
export function readStripeEvent(type: string, payload: unknown): MoneyFact | NoFact {
  const read = Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined;
  if (read === undefined) return "type_unhandled";
  const event = Event.safeParse(payload).data;
  if (event === undefined) return "event_unreadable";
  return read(event.data.object, { live: event.livemode, account: event.account });
}

/** How a PaymentIntent of the API stands. */
export const INTENT_STATUS: Readonly<Record<string, FactStatus>> = Object.freeze({
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "succeeded",
  canceled: "cancelled",
});

/** Reads a PaymentIntent. */
export function intentFact(object: unknown, status: FactStatus, side: StripeSide): PaymentFact | NoFact {
  const read = Intent.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const carried = carriedOf(read.metadata);
  if (carried.orderId === undefined) return "order_id_missing";
  const moved = status === "succeeded" ? (read.amount_received ?? read.amount) : read.amount;
  if (moved === 0) return "event_unreadable";
  return {
    ...{ kind: "payment", provider: "stripe", status, ...side, ...carried },
    paymentRef: read.id,
    attemptRef: undefined,
    amount: ourAmount(moved, read.currency),
    currency: read.currency,
    code: read.last_payment_error?.code ?? undefined,
  };
}

/** Reads a Checkout Session that has ended without money. */
export function sessionExpired(object: unknown, side: StripeSide): PaymentFact | NoFact {
  const read = Session.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const carried = carriedOf(read.metadata);
  if (carried.orderId === undefined) return "order_id_missing";
  return {
    ...{ kind: "payment", provider: "stripe", status: "cancelled", ...side, ...carried },
    paymentRef: read.payment_intent ?? undefined,
    attemptRef: read.id,
    amount: ourAmount(read.amount_total, read.currency),
    currency: read.currency,
    code: undefined,
  };
}

const REFUND_STATUS: Readonly<Record<string, RefundFact["status"]>> = Object.freeze({
  succeeded: "succeeded",
  failed: "failed",
  canceled: "failed",
});

/** Reads a refund. */
export function refundFact(object: unknown, side: StripeSide): RefundFact | NoFact {
  const read = Refund.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  return {
    ...{ kind: "refund", provider: "stripe", ...side },
    status: REFUND_STATUS[read.status ?? "pending"] ?? "pending",
    refundRef: read.id,
    refundId: ourId(read.metadata?.refund_id),
    paymentRef: read.payment_intent,
    amount: ourAmount(read.amount, read.currency),
    currency: read.currency,
    code: read.failure_reason ?? undefined,
  };
}

const DISPUTE_STATE: Readonly<Record<string, DisputeFact["state"]>> = Object.freeze({
  won: "won",
  lost: "lost",
  warning_closed: "won",
});

function disputeFact(object: unknown, side: StripeSide): DisputeFact | NoFact {
  const read = Dispute.safeParse(object).data;
  if (read === undefined) return "event_unreadable";
  const { id: disputeRef, payment_intent: paymentRef, currency, reason } = read;
  const state = DISPUTE_STATE[read.status] ?? "open";
  const amount = ourAmount(read.amount, currency);
  return { kind: "dispute", provider: "stripe", ...side, state, disputeRef, paymentRef, amount, currency, reason };
}

function carriedOf(metadata: z.infer<typeof Metadata>) {
  return { orderId: ourId(metadata?.order_id), paymentId: ourId(metadata?.payment_id) };
}

/** Stripe writes these currencies with two decimals, which they do not have (its page on zero-decimal currencies). */
const STRIPE_TWO_DECIMALS: readonly string[] = ["ISK", "UGX"];

function ourAmount(amount: number, currency: string): number {
  // A fraction cannot equal any order's total, so it ends as a mismatch.
  return STRIPE_TWO_DECIMALS.includes(currency) ? amount / 100 : amount;
}

/** An amount of ours as Stripe writes it. */
export function stripeAmount(amount: number, currency: string): number {
  return STRIPE_TWO_DECIMALS.includes(currency) ? amount * 100 : amount;
}
