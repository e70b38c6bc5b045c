/** The contract of the house's health as people read it. */
import { contract, problems } from "cloche";
import { z } from "zod";
import { mayAt } from "./staff.js";

const Moment = z.iso.datetime().nullable();

export const HealthReport = z.object({
  at: z.iso.datetime(),
  /** What there is to worry about; empty where all is well. */
  worries: z.array(
    z.enum([
      "events_dead",
      "inbox_behind",
      "tickets_unseen",
      "screens_silent",
      "reconciler_behind",
      "messages_dead",
      "sms_spent",
    ]),
  ),
  partners: z
    .array(z.object({ partner: z.string(), lastEventAt: Moment }))
    .meta({ description: "When each partner was last heard; one that disabled our webhook falls silent." }),
  inbox: z.object({ waiting: z.int(), oldestAt: Moment, dead: z.int() }),
  messages: z
    .object({ waiting: z.int(), dead: z.int() })
    .meta({ description: "Texts, calls and e-mail of this place." }),
  reconciler: z.object({ lagSeconds: z.int().nullable() }).meta({
    description: "How far past its turn the open payment is that was to be asked about first; null where none is open.",
  }),
  sms: z.object({ usedToday: z.int(), perDay: z.int() }).meta({ description: "Texts and calls of this place." }),
  screens: z.array(
    z.object({ id: z.uuid(), name: z.string(), station: z.string(), lastSeenAt: Moment, lastAckAt: Moment }),
  ),
  unseenTickets: z.int(),
});
export type HealthReport = z.infer<typeof HealthReport>;

export const readHealth = contract({
  method: "GET",
  path: "/api/v1/locations/{location}/health",
  summary: "How the house is: partners, inbox, screens, tickets nobody has seen",
  tags: ["health"],
  allow: mayAt("location", "seeAudit"),
  params: z.object({ location: z.uuid() }),
  limit: "120 per minute by caller",
  returns: { 200: HealthReport },
});

/** A partner's event that was verified and stored, and then tried until it was given up on. */
export const DeadEvent = z.object({
  partner: z.string(),
  eventId: z.string(),
  type: z.string(),
  receivedAt: z.iso.datetime(),
  attempts: z.int(),
  /** The stable code of why the last try failed. */
  reason: z.string().nullable(),
});
export type DeadEvent = z.infer<typeof DeadEvent>;

export const listDeadEvents = contract({
  method: "GET",
  path: "/api/v1/locations/{location}/health/events",
  summary: "Partners' events that were given up on, newest first",
  tags: ["health"],
  allow: mayAt("location", "seeAudit"),
  params: z.object({ location: z.uuid() }),
  limit: "120 per minute by caller",
  returns: { 200: z.object({ events: z.array(DeadEvent).max(100) }) },
});

export const redeliverEvent = contract({
  method: "POST",
  path: "/api/v1/locations/{location}/health/events/redeliver",
  summary: "Works an event once more that was given up on",
  tags: ["health"],
  allow: mayAt("location", "checkPayments"),
  params: z.object({ location: z.uuid() }),
  body: z.object({
    partner: z.enum(["stripe", "razorpay", "delivery"]),
    eventId: z.string().regex(/^[!-~]{1,300}$/),
  }),
  limit: "60 per minute by caller",
  returns: {
    202: z.object({ state: z.literal("pending") }),
    409: problems({ event_not_dead: "The event is waiting or done already." }),
  },
});
