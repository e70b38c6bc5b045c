/** Writes that somebody is to be told, in the transaction that makes it true; a worker sends it afterwards. */
import { sql, type Transaction } from "kysely";
import { type GuestNews, isTold } from "../../contracts/index.js";
import { type Database, notify } from "../platform/index.js";
import type { Failures, Span } from "./digest.store.js";
import { nextCall } from "./next-call.js";
import type { DueMessage } from "./outbox.store.js";
import type { PlaceNews } from "./texts.js";

/** News for the guest of an order. */
export interface ForGuest {
  readonly orderId: string;
  readonly news: GuestNews;
  /** What tells this news from the same news of another time, such as a refund's id. */
  readonly about?: string;
}

/** A call to the place of an order. */
export interface ForPlace {
  readonly orderId: string;
  readonly news: PlaceNews;
  /** Which of the order's tickets it is about. */
  readonly ticketId?: string;
  readonly now: Date;
}

/** A payment that has arrived. */
export interface Payment {
  readonly orderId: string;
  readonly paymentId: string;
}

/** A code that somebody asked for. */
export interface Code {
  readonly requestId: string;
  readonly locationId: string;
  readonly by: "sms" | "mail";
}

/** What went wrong at a place, for one of its owners. */
export interface ForOwner extends Span {
  readonly staffId: string;
  readonly failures: Failures;
}

/** What other slices may ask to be told. */
export interface MessageDesk {
  /** Tells the guest, by each way that they agreed to and left an address for. Telling the same twice tells it once. */
  readonly tellGuest: (trx: Transaction<Database>, told: ForGuest) => Promise<void>;
  /** Sends the guest a receipt, where they want to be written to. */
  readonly tellPaid: (trx: Transaction<Database>, payment: Payment) => Promise<void>;
  /** Texts the place that an order waits, where it has a number for that. */
  readonly textPlace: (trx: Transaction<Database>, told: Pick<ForPlace, "orderId">) => Promise<void>;
  /** Calls the place, where it has a number for that; then its other number, where nobody comes. */
  readonly callPlace: (trx: Transaction<Database>, told: ForPlace) => Promise<void>;
  /** Writes to an owner about what went wrong. */
  readonly tellOwner: (trx: Transaction<Database>, told: ForOwner) => Promise<void>;
  /** Sends the code that somebody asked for to sign in by. */
  readonly sendCode: (trx: Transaction<Database>, code: Code) => Promise<void>;
}

/**
 * The desk. Number and address stay in the order: the row that waits to be sent holds nothing personal.
 *
 * @example
 * await messageDesk.tellGuest(trx, { orderId, news: "ready" });
 */
export const messageDesk: MessageDesk = Object.freeze({
  async tellGuest(trx: Transaction<Database>, { orderId, news, about = "" }: ForGuest) {
    await tell(trx, { orderId, news, about, payload: { orderId, news } });
  },
  async tellPaid(trx: Transaction<Database>, { orderId, paymentId }: Payment) {
    await tell(trx, { orderId, news: "paid", about: paymentId, payload: { orderId, news: "paid", paymentId } });
  },
  async textPlace(trx: Transaction<Database>, { orderId }: Pick<ForPlace, "orderId">) {
    const place = await alertedPlace(trx, orderId);
    if (place === undefined) return;
    const payload = { orderId, news: "order_waiting" };
    await put(trx, place.id, [{ kind: "place_sms", key: `place_sms:${orderId}:order_waiting`, payload }]);
  },
  async callPlace(trx: Transaction<Database>, { orderId, news, ticketId, now }: ForPlace) {
    const place = await alertedPlace(trx, orderId);
    if (place === undefined) return;
    const call = {
      kind: "call",
      key: `call:${orderId}:${news}:${ticketId ?? ""}`,
      payload: { orderId, news, ...(ticketId === undefined ? {} : { ticketId }) },
    } as const;
    await put(trx, place.id, [call, ...(place.hasNext ? [nextCall(call, now)] : [])]);
  },
  async tellOwner(trx: Transaction<Database>, { locationId, staffId, since, until, failures }: ForOwner) {
    const span = { since: since.toISOString(), until: until.toISOString() };
    const key = `digest:${locationId}:${staffId}:${span.until}`;
    await put(trx, locationId, [{ kind: "digest", key, payload: { staffId, ...span, failures } }]);
  },
  // Neither address nor code: the one stays in the request's row, the other is made when it is sent.
  sendCode: (trx: Transaction<Database>, { requestId, locationId, by }: Code) =>
    put(trx, locationId, [
      { kind: by === "sms" ? "code" : "mail_code", key: `code:${requestId}`, payload: { codeId: requestId } },
    ]),
});

/** The place of an order, where it has a number to be told at. */
function alertedPlace(trx: Transaction<Database>, orderId: string) {
  return trx
    .selectFrom("orders")
    .innerJoin("location", "location.id", "orders.location_id")
    .select("location.id")
    .select(sql<boolean>`location.alert_phone is not null and location.second_alert_phone is not null`.as("hasNext"))
    .where("orders.id", "=", orderId)
    .where(sql`coalesce(location.alert_phone, location.second_alert_phone)`, "is not", null)
    .executeTakeFirst();
}

interface Telling extends Required<ForGuest> {
  readonly payload: Payload;
}

async function tell(trx: Transaction<Database>, { orderId, news, about, payload }: Telling): Promise<void> {
  const order = await trx
    .selectFrom("orders")
    .select(["location_id", "contact_phone", "consent_sms", "contact_email", "consent_email"])
    .where("id", "=", orderId)
    .executeTakeFirst();
  if (order === undefined) return;
  const wants = {
    sms: order.consent_sms && order.contact_phone !== null,
    mail: order.consent_email && order.contact_email !== null,
  };
  const ways = (["sms", "mail"] as const).filter((way) => wants[way] && isTold(way, news));
  await put(
    trx,
    order.location_id,
    ways.map((kind) => ({ kind, key: `${kind}:${orderId}:${news}:${about}`, payload })),
  );
}

type Payload = Readonly<Record<string, string | Failures>>;

interface ToPut {
  readonly kind: DueMessage["kind"];
  readonly key: string;
  readonly payload: Payload;
  /** Not before then; at once, unless said. */
  readonly due?: Date;
}

async function put(trx: Transaction<Database>, location_id: string, messages: readonly ToPut[]): Promise<void> {
  if (messages.length === 0) return;
  await trx
    .insertInto("outbox")
    .values(
      messages.map(({ kind, key, payload, due }) => ({
        ...{ location_id, kind, dedupe_key: key },
        payload: JSON.stringify(payload),
        ...(due === undefined ? {} : { next_attempt_at: due }),
      })),
    )
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .execute();
  await notify(trx, "outbox");
}
