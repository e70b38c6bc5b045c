/** Contracts of the partners' webhooks. */
import { contract } from "cloche";
import { z } from "zod";

const Received = z.object({ received: z.literal(true) });
/** What the partner signed. What it did not sign is counted by address, with every credential that fails. */
const LIMIT = "100 per second by partner";

/** What every Stripe event has; the fields that matter are read by its type. */
export const StripeEvent = z.object({
  id: z.string().max(255),
  type: z.string().max(100),
  livemode: z.boolean(),
  data: z.object({ object: z.looseObject({ id: z.string().max(255) }) }),
});
export type StripeEvent = z.infer<typeof StripeEvent>;

export const stripeWebhook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  summary: "Events from Stripe",
  tags: ["partners"],
  from: "stripe",
  body: StripeEvent,
  maxBodyBytes: 256 * 1024,
  limit: LIMIT,
  returns: { 200: Received },
});

/** What every Razorpay event has. */
export const RazorpayEvent = z.object({
  event: z.string().max(100),
  payload: z.record(z.string().max(60), z.unknown()),
});
export type RazorpayEvent = z.infer<typeof RazorpayEvent>;

export const razorpayWebhook = contract({
  method: "POST",
  path: "/webhooks/razorpay",
  summary: "Events from Razorpay",
  tags: ["partners"],
  from: "razorpay",
  body: RazorpayEvent,
  maxBodyBytes: 256 * 1024,
  limit: LIMIT,
  returns: { 200: Received },
});

/** A status callback of a text or of a call. */
export const TwilioStatus = z.object({
  MessageSid: z.string().max(64).optional(),
  MessageStatus: z.string().max(32).optional(),
  CallSid: z.string().max(64).optional(),
  CallStatus: z.string().max(32).optional(),
});
export type TwilioStatus = z.infer<typeof TwilioStatus>;

export const twilioWebhook = contract({
  method: "POST",
  path: "/webhooks/twilio",
  summary: "Status callbacks of texts and calls from Twilio",
  tags: ["partners"],
  from: "twilio",
  // The signature covers the address with its query, so this names our row as surely as the body names theirs.
  query: z.object({ outbox: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() }),
  body: TwilioStatus,
  limit: LIMIT,
  returns: { 200: Received },
});

/** What a delivery partner says of an order it carries. */
export const DeliveryStatus = z.object({
  order: z.uuid(),
  status: z.enum(["picked_up", "delivered", "failed"]),
  /** When it happened, by the partner's clock. */
  at: z.iso.datetime(),
});
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const deliveryWebhook = contract({
  method: "POST",
  path: "/webhooks/delivery",
  summary: "What became of an order that the delivery partner carries",
  tags: ["partners"],
  from: "delivery",
  body: DeliveryStatus,
  maxBodyBytes: 4096,
  limit: LIMIT,
  returns: { 200: Received },
});
