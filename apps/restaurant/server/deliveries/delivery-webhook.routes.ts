/** The delivery partner's webhook. */
import { type Handled, handle } from "cloche";
import { deliveryWebhook } from "../../contracts/index.js";
import { type ReceivingDeps, receiveArrival } from "../platform/index.js";

/** The delivery partner's handler. */
export function deliveriesHandlers(deps: ReceivingDeps): readonly Handled[] {
  return [
    handle(deliveryWebhook, ({ event: { payload, bodyDigest, eventId }, requestId }) => {
      const { order: objectRef, status: type } = payload;
      // The nonce of the signature names the event: it is signed with everything else.
      return receiveArrival(deps, { provider: "delivery", eventId, bodyDigest, type, objectRef, payload, requestId });
    }),
  ];
}
