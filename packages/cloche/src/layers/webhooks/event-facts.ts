/** Where each partner says what an event is and when it happened. */
import { type RequestHead, table } from "../../kernel/index.js";
import { asObject, type JsonObject, member } from "./body-json.js";
import type { Partner } from "./partner.js";

/** Reads the types of everything a delivery tells; most tell one thing. */
type TypesOf = (payload: unknown, head: RequestHead) => readonly unknown[];

/** Reads when the event happened, in milliseconds since the epoch. */
type TimeOf = (payload: unknown) => number | undefined;

/** What is known of a partner's events. */
export interface EventFacts {
  readonly types: TypesOf;
  /** Whether the signature covers the type. Where it does not, the type may sort events but prove nothing. */
  readonly typeSigned: boolean;
  readonly occurredAt?: TimeOf;
}

const inBody =
  (...path: string[]): TypesOf =>
  (payload) => [at(payload, path)];
const inHeader =
  (name: string): TypesOf =>
  (_, head) => [head.header(name)];
const signedType = (types: TypesOf, occurredAt?: TimeOf): EventFacts =>
  occurredAt === undefined ? { types, typeSigned: true } : { types, typeSigned: true, occurredAt };
const seconds =
  (...path: string[]): TimeOf =>
  (payload) =>
    scaled(at(payload, path), 1000);
const milliseconds =
  (...path: string[]): TimeOf =>
  (payload) =>
    scaled(at(payload, path), 1);
const iso =
  (...path: string[]): TimeOf =>
  (payload) => {
    const value = at(payload, path);
    const read = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return Number.isNaN(read) ? undefined : read;
  };

function at(payload: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => member(asObject(value), name), payload);
}

function scaled(value: unknown, factor: number): number | undefined {
  const number = typeof value === "string" && /^\d{1,14}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? Math.floor(number * factor) : undefined;
}

function each(list: unknown, typeOf: (item: JsonObject | undefined) => unknown): readonly unknown[] {
  return Array.isArray(list) ? list.map((item) => typeOf(asObject(item))) : [];
}

/** Every partner's events, by the partner's name. */
export const EVENT_FACTS = table({
  adyen: signedType((payload) =>
    each(at(payload, ["notificationItems"]), (item) => at(item, ["NotificationRequestItem", "eventCode"])),
  ),
  "aws-sns": signedType(inBody("Type"), iso("Timestamp")),
  clerk: signedType(inBody("type"), milliseconds("timestamp")),
  discord: signedType((payload) => [String(at(payload, ["type"]))]),
  github: { types: inHeader("x-github-event"), typeSigned: false },
  "lemon-squeezy": signedType(inBody("meta", "event_name")),
  mailgun: {
    types: inBody("event-data", "event"),
    typeSigned: false,
    occurredAt: seconds("event-data", "timestamp"),
  },
  meta: signedType(inBody("object")),
  paddle: signedType(inBody("event_type"), iso("occurred_at")),
  // The body is covered by a CRC-32 alone.
  paypal: { types: inBody("event_type"), typeSigned: false, occurredAt: iso("create_time") },
  razorpay: signedType(inBody("event"), seconds("created_at")),
  sendgrid: signedType((payload) => each(payload, (item) => member(item, "event"))),
  shopify: { types: inHeader("x-shopify-topic"), typeSigned: false },
  slack: signedType((payload) => [at(payload, ["event", "type"]) ?? at(payload, ["type"])], seconds("event_time")),
  square: signedType(inBody("type"), iso("created_at")),
  standard: signedType(inBody("type"), iso("timestamp")),
  stripe: signedType(inBody("type"), seconds("created")),
  svix: signedType(inBody("type"), iso("timestamp")),
  twilio: signedType((payload) => [at(payload, ["MessageStatus"]) ?? at(payload, ["CallStatus"])]),
  twitch: signedType(inBody("subscription", "type"), iso("subscription", "created_at")),
  zoom: signedType(inBody("event"), milliseconds("event_ts")),
} satisfies Record<string, EventFacts>);

/** What is known of a partner's events; `undefined` for a partner that is not in the table. */
export function eventFactsOf({ name }: Pick<Partner, "name">): EventFacts | undefined {
  return Object.hasOwn(EVENT_FACTS, name) ? EVENT_FACTS[name as keyof typeof EVENT_FACTS] : undefined;
}
