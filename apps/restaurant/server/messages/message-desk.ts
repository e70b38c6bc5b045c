/** Writes that somebody is to be told, in the transaction that makes it true; a worker sends it afterwards. */
import { sql, type Transaction } from "kysely";
import type { GuestNews } from "../../contracts/index.js";
import { type Database, notify } from "../platform/index.js";
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
  readonly about?: string;
}

/** What other slices may ask to be told. */
export interface MessageDesk {
  /** Texts the guest, where they agreed and left a number. Telling the same twice tells it once. */
  readonly tellGuest: (trx: Transaction<Database>, told: ForGuest) => Promise<void>;
  /** Calls the place, where it has a number for that. */
  readonly callPlace: (trx: Transaction<Database>, told: ForPlace) => Promise<void>;
  /** Texts the code that somebody asked for to sign in by. */
  readonly textCode: (trx: Transaction<Database>, requestId: string) => Promise<void>;
}

/**
 * The desk. The number stays in the order: the row that waits to be sent holds nothing personal.
 *
 * @example
 * await messageDesk.tellGuest(trx, { orderId, news: "ready" });
 */
export const messageDesk: MessageDesk = Object.freeze({
  async tellGuest(trx: Transaction<Database>, { orderId, news, about = "" }: ForGuest) {
    const order = await trx
      .selectFrom("orders")
      .select(["contact_phone", "consent_sms"])
      .where("id", "=", orderId)
      .executeTakeFirst();
    if (order?.consent_sms !== true || order.contact_phone === null) return;
    await put(trx, { kind: "sms", key: `sms:${orderId}:${news}:${about}`, payload: { orderId, news } });
  },
  async callPlace(trx: Transaction<Database>, { orderId, news, about = "" }: ForPlace) {
    const { rows } = await sql<{ alert_phone: string | null }>`
      select alert_phone from location join orders on orders.location_id = location.id where orders.id = ${orderId}
    `.execute(trx);
    if ((rows[0]?.alert_phone ?? null) === null) return;
    await put(trx, { kind: "call", key: `call:${orderId}:${news}:${about}`, payload: { orderId, news } });
  },
  // Neither number nor code: the one stays in the request's row, the other is made when it is sent.
  textCode: (trx: Transaction<Database>, requestId: string) =>
    put(trx, { kind: "code", key: `code:${requestId}`, payload: { codeId: requestId } }),
});

interface ToPut {
  readonly kind: "sms" | "call" | "code";
  readonly key: string;
  readonly payload: Readonly<Record<string, string>>;
}

async function put(trx: Transaction<Database>, { kind, key, payload }: ToPut): Promise<void> {
  await trx
    .insertInto("outbox")
    .values({ kind, dedupe_key: key, payload: JSON.stringify(payload) })
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .execute();
  await notify(trx, "outbox");
}
