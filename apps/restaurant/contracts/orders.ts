/** Contracts of ordering and of following an order. */
import { anyone, contract, eventStream, problems } from "cloche";
import { emailAddress, phoneNumber, plainText } from "cloche/sanitize";
import { z } from "zod";
import { Money } from "./money.js";

export const ORDER_STATES = [
  ...["draft", "pending_payment", "placed", "accepted", "preparing", "ready"],
  ...["out_for_delivery", "completed", "rejected", "expired", "cancelled"],
] as const;
export const PAYMENT_STATES = ["unpaid", "authorized", "paid", "partially_refunded", "refunded"] as const;

/** One line of an order slip. */
const Line = z.object({
  itemId: z.uuid(),
  quantity: z.int().min(1).max(99),
  options: z
    .array(z.object({ id: z.uuid(), quantity: z.int().min(1).max(20).default(1) }))
    .max(50)
    .default([]),
  instructions: plainText(200).optional(),
});

export const OrderSlip = z.object({
  lines: z.array(Line).min(1).max(50),
  contact: z.object({
    name: plainText(80).pipe(z.string().min(1)),
    phone: phoneNumber().optional(),
    email: emailAddress().optional(),
  }),
});
export type OrderSlip = z.infer<typeof OrderSlip>;

export const PlacedOrder = z.object({
  order: z.object({
    id: z.uuid(),
    number: z.int(),
    state: z.string(),
    paymentState: z.enum(PAYMENT_STATES),
    total: Money,
  }),
  trackUrl: z.url(),
});
export type PlacedOrder = z.infer<typeof PlacedOrder>;

export const placeOrder = contract({
  method: "POST",
  path: "/api/v1/orders",
  summary: "Place an order",
  tags: ["ordering"],
  allow: anyone("guests order without an account"),
  body: OrderSlip,
  idempotent: true,
  returns: {
    201: PlacedOrder,
    409: problems({
      item_unavailable: "Something in the order cannot be had right now.",
      idempotency_running: "A request with this Idempotency-Key is still running.",
    }),
    422: problems({
      options_invalid: "The chosen options do not fit the item.",
      idempotency_mismatch: "This Idempotency-Key was used with another request.",
    }),
  },
});

export const TrackToken = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22,128}$/) });

/** What a guest may see of an order: nothing personal. */
export const TrackedOrder = z.object({
  number: z.int(),
  state: z.string(),
  paymentState: z.enum(PAYMENT_STATES),
  lines: z.array(z.object({ name: z.string(), quantity: z.int(), options: z.array(z.string()), total: Money })),
  total: Money,
  placedAt: z.iso.datetime(),
});
export type TrackedOrder = z.infer<typeof TrackedOrder>;

export const trackOrder = contract({
  method: "GET",
  path: "/api/v1/track/{token}",
  summary: "Follow an order",
  tags: ["ordering"],
  allow: anyone("the unguessable token is the credential"),
  params: TrackToken,
  returns: { 200: TrackedOrder },
});

export const trackEvents = contract({
  method: "GET",
  path: "/api/v1/track/{token}/events",
  summary: "Follow an order live",
  tags: ["ordering"],
  allow: anyone("the unguessable token is the credential"),
  params: TrackToken,
  // Guests at the tables share the house's one address.
  limit: "200 at once by address",
  returns: { 200: eventStream() },
});
