/** The payment partners' webhooks. */
import { type Handled, handle } from "cloche";
import { razorpayWebhook, stripeWebhook } from "../../contracts/index.js";
import { type ReceivingDeps, receiveArrival } from "../platform/index.js";

/** The payment partners' handlers. */
export function paymentWebhooksHandlers(deps: ReceivingDeps): readonly Handled[] {
  return [
    handle(stripeWebhook, ({ event: { payload, bodyDigest }, requestId }) => {
      const { id: eventId, type } = payload;
      const objectRef = payload.data.object.id;
      return receiveArrival(deps, { provider: "stripe", eventId, bodyDigest, type, objectRef, payload, requestId });
    }),
    handle(razorpayWebhook, ({ event: { payload, bodyDigest }, requestId }) => {
      // Razorpay's event id is a header that its signature does not cover, so the body's digest names the event.
      const about = { eventId: bodyDigest, bodyDigest, type: payload.event, objectRef: undefined };
      return receiveArrival(deps, { provider: "razorpay", ...about, payload, requestId });
    }),
  ];
}
