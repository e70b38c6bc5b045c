/** Hands the delivery partner's reports to ordering. */
import type { Handled } from "cloche";
import { type DeliveriesWorker, deliveriesHandlers, startDeliveriesWorker } from "../deliveries/index.js";
import { messageDesk } from "../messages/index.js";
import { takeDeliveryReport } from "../orders/index.js";
import type { SliceParts } from "./slice-parts.js";

/** The handlers. */
export function deliveryHandlers({ database: { db }, clock, observe }: SliceParts): readonly Handled[] {
  return deliveriesHandlers({ db, clock, observe });
}

/** Starts what works the reports. */
export function startDeliveries({ database, clock, observe }: SliceParts): DeliveriesWorker {
  return startDeliveriesWorker({
    ...{ db: database.db, wakeups: database.wakeups, clock },
    take: (trx, report) => takeDeliveryReport({ messages: messageDesk }, trx, report),
    onTrouble: ({ provider, reason, error }) =>
      observe.failure(error ?? new Error(reason), { route: `inbox ${provider} ${reason}` }),
  });
}
