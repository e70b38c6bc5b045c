/** What a partner's event says about a payment, read from the event of each partner into one shape. */
import { z } from "zod";

/** Money has arrived, says a partner. */
export interface PaymentFact {
  readonly provider: "stripe" | "razorpay";
  /** The partner's name for the payment. */
  readonly paymentRef: string;
  readonly orderId: string;
  /** Whole minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Whether real money moved; `undefined` where the partner's events do not say. */
  readonly live: boolean | undefined;
}

/** Why an event is no fact about a payment of ours. */
export type NoFact = "type_unhandled" | "order_id_missing" | "event_unreadable";

/** How one partner tells of payments. */
interface Teller {
  /** The event that means the money has arrived for good. */
  readonly settled: string;
  readonly read: (payload: unknown) => PaymentFact | NoFact;
}

/** The largest amount any order may have; the partners' amounts are held to it too. */
const Amount = z.int().min(1).max(1_000_000_000_000);
const Currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .transform((text) => text.toUpperCase());
const Ref = z.string().min(1).max(255);

/** The partners hand back what the checkout gave them, so anything may stand here. */
const OrderId = z.unknown().optional();

const StripeSettled = z.object({
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: Ref,
      amount: Amount,
      amount_received: Amount.optional(),
      currency: Currency,
      metadata: z.object({ order_id: OrderId }).nullish(),
    }),
  }),
});

const RazorpaySettled = z.object({
  payload: z.object({
    payment: z.object({
      entity: z.object({
        id: Ref,
        amount: Amount,
        currency: Currency,
        // An empty object of PHP's arrives as an empty list.
        notes: z.union([z.object({ order_id: OrderId }), z.array(z.unknown()).max(0)]).nullish(),
      }),
    }),
  }),
});

/** Every partner that tells of payments. */
const TELLERS: Readonly<Record<PaymentFact["provider"], Teller>> = Object.freeze({
  stripe: { settled: "payment_intent.succeeded", read: readStripe },
  razorpay: { settled: "payment.captured", read: readRazorpay },
});

/** Reads a stored event. */
export function paymentFactOf(provider: PaymentFact["provider"], type: string, payload: unknown): PaymentFact | NoFact {
  const teller = TELLERS[provider];
  return type === teller.settled ? teller.read(payload) : "type_unhandled";
}

function readStripe(payload: unknown): PaymentFact | NoFact {
  const read = StripeSettled.safeParse(payload);
  if (!read.success) return "event_unreadable";
  const { id: paymentRef, amount_received: received, amount: asked, currency, metadata } = read.data.data.object;
  const orderId = orderIdOf(metadata?.order_id);
  if (orderId === undefined) return "order_id_missing";
  const amount = ourAmount(received ?? asked, currency);
  return { provider: "stripe", paymentRef, orderId, amount, currency, live: read.data.livemode };
}

function readRazorpay(payload: unknown): PaymentFact | NoFact {
  const read = RazorpaySettled.safeParse(payload);
  if (!read.success) return "event_unreadable";
  const { id: paymentRef, amount, currency, notes } = read.data.payload.payment.entity;
  const orderId = orderIdOf(Array.isArray(notes) ? undefined : notes?.order_id);
  if (orderId === undefined) return "order_id_missing";
  return { provider: "razorpay", paymentRef, orderId, amount, currency, live: undefined };
}

function orderIdOf(value: unknown): string | undefined {
  return z.uuid().safeParse(value).data?.toLowerCase();
}

/** Stripe writes these currencies with two decimals, which they do not have (its page on zero-decimal currencies). */
const STRIPE_TWO_DECIMALS: readonly string[] = ["ISK", "UGX"];

function ourAmount(amount: number, currency: string): number {
  // A fraction cannot equal any order's total, so it ends as a mismatch.
  return STRIPE_TWO_DECIMALS.includes(currency) ? amount / 100 : amount;
}
