/** Contracts of following an order by its unguessable link, and of taking it back. */
import { anyone, contract, eventStream, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { ORDER_TYPES } from "./menu.js";
import { Money, PAYMENT_PROVIDERS } from "./money.js";
import { IDEMPOTENCY_MISMATCH, IDEMPOTENCY_RUNNING, ORDER_STATES, PAYMENT_STATES } from "./orders.js";

export const TrackToken = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22,128}$/) });

const Moment = z.iso.datetime().nullable();

/** What a guest may see of an order: nothing personal. */
export const TrackedOrder = z.object({
  number: z.int(),
  state: z.string(),
  paymentState: z.enum(PAYMENT_STATES),
  orderType: z.enum(ORDER_TYPES),
  lines: z.array(z.object({ name: z.string(), quantity: z.int(), options: z.array(z.string()), total: Money })),
  total: Money,
  placedAt: z.iso.datetime(),
  promisedAt: z.iso.datetime().nullable(),
  canCancel: z.boolean(),
  times: z
    .object({ preparing: Moment, ready: Moment, completed: Moment })
    .meta({ description: "When each step was reached." }),
  place: z.object({
    name: z.string(),
    timezone: z.string(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
  }),
  payWith: z.array(z.enum(PAYMENT_PROVIDERS)).meta({ description: "Whom it may be paid through online." }),
  attempt: z.enum(["none", "open", "failed"]).meta({ description: "What became of the last attempt to pay online." }),
});
export type TrackedOrder = z.infer<typeof TrackedOrder>;

const TOKEN_IS_CREDENTIAL = anyone("the unguessable token is the credential");

export const trackOrder = contract({
  method: "GET",
  path: "/api/v1/track/{token}",
  summary: "Follow an order",
  tags: ["ordering"],
  allow: TOKEN_IS_CREDENTIAL,
  params: TrackToken,
  // A page whose stream is lost asks every 15 seconds, and guests at the tables share the house's one address. Links
  // that are none are counted apart: after 20 in an hour an address is told to wait.
  limit: "240 per minute by address",
  returns: { 200: TrackedOrder },
});

export const trackEvents = contract({
  method: "GET",
  path: "/api/v1/track/{token}/events",
  summary: "Follow an order live",
  tags: ["ordering"],
  allow: TOKEN_IS_CREDENTIAL,
  params: TrackToken,
  // Guests at the tables share the house's one address.
  limit: "200 at once by address",
  returns: { 200: eventStream() },
});

export const cancelTracked = contract({
  method: "POST",
  path: "/api/v1/track/{token}/cancel",
  summary: "Cancel an order that nobody has accepted yet",
  tags: ["ordering"],
  allow: TOKEN_IS_CREDENTIAL,
  params: TrackToken,
  body: z.object({ reason: plainText(200).optional() }),
  idempotent: true,
  limit: "20 per hour by address",
  returns: {
    200: TrackedOrder,
    409: problems(
      {
        illegal_transition: "The kitchen has it already; call the restaurant.",
        payment_in_progress: "A payment is on its way; try again in a moment.",
        ...IDEMPOTENCY_RUNNING,
      },
      { illegal_transition: z.object({ order: z.object({ state: z.enum(ORDER_STATES) }) }) },
    ),
    422: problems(IDEMPOTENCY_MISMATCH),
  },
});
