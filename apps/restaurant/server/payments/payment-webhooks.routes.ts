/** The payment partners' webhooks: a verified event is stored, and only then answered. The worker does the rest. */
import { type Clock, type Handled, handle, ok, refuse } from "cloche";
import type { Observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { razorpayWebhook, stripeWebhook } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { type Arrival, storeArrival } from "./inbox.store.js";

/** What the webhooks need. */
export interface PaymentWebhooksDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly observe: Pick<Observer, "event" | "failure">;
}

/** The partner sends the event again, so nothing is lost. */
const NOT_STORED = refuse("store_unavailable", { reason: "inbox_away" });
const RECEIVED = { received: true } as const;

type Received = Omit<Arrival, "receivedAt"> & { readonly requestId: string };

/** The payment partners' handlers. */
export function paymentWebhooksHandlers({ db, clock, observe }: PaymentWebhooksDeps): readonly Handled[] {
  const receive = async ({ requestId, ...arrival }: Received) => {
    const at = clock.now();
    const partner = arrival.provider;
    try {
      const isNew = await storeArrival(db, { ...arrival, receivedAt: new Date(at) });
      // A partner repeats what it is not sure of, and so does who captured a delivery: worked once, told each time.
      if (!isNew) observe.event({ name: "webhook.duplicate", at, partner, requestId, reason: "event_known" });
      return ok(RECEIVED);
    } catch (error) {
      observe.failure(error, { requestId, route: `webhook ${partner}` });
      return NOT_STORED;
    }
  };
  return [
    handle(stripeWebhook, ({ event: { payload, bodyDigest }, requestId }) => {
      const { id: eventId, type } = payload;
      const objectRef = payload.data.object.id;
      return receive({ provider: "stripe", eventId, bodyDigest, type, objectRef, payload, requestId });
    }),
    handle(razorpayWebhook, ({ event: { payload, bodyDigest }, requestId }) => {
      // Razorpay's event id is a header that its signature does not cover, so the body's digest names the event.
      const objectRef = undefined;
      return receive({
        provider: "razorpay",
        eventId: bodyDigest,
        bodyDigest,
        type: payload.event,
        objectRef,
        payload,
        requestId,
      });
    }),
  ];
}
