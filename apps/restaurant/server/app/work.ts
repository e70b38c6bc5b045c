/** What runs beside the requests: money, messages, what happens to orders by itself, unseen tickets, seals, clearing. */
import { watchUnseen } from "../kitchen/index.js";
import { clearPictures } from "../menu/index.js";
import { dropEnded } from "../partner-keys/index.js";
import { startHousekeeping, startSealing } from "../platform/index.js";
import { startDeliveries } from "./delivery.js";
import { desks, startMoneyWork } from "./money.js";
import { startOrdering } from "./ordering.js";
import type { SliceParts } from "./slice-parts.js";

/** Running work. */
export interface Work {
  /** Takes nothing new, and answers when what was begun is done. */
  stop(): Promise<void>;
}

/** Starts it. */
export function startWork(parts: SliceParts): Work {
  const { database, clock, observe, accounts, customers } = parts;
  const money = startMoneyWork(parts);
  const ordering = startOrdering(parts);
  const deliveries = startDeliveries(parts);
  const housekeeping = startHousekeeping({
    db: database.db,
    clock,
    also: [
      () => accounts.clearAway(),
      () => customers.clearAway(),
      () => clearPictures(database.db, clock.now()),
      () => dropEnded(database.db, new Date(clock.now())),
    ],
    onFailed: (error) => observe.failure(error, { route: "housekeeping" }),
  });
  const { messages } = desks(parts);
  const watch = watchUnseen({
    db: database.db,
    callPlace: (trx, { orderId, ticketId }) =>
      messages.callPlace(trx, { orderId, news: "ticket_unseen", ticketId, now: new Date(clock.now()) }),
    onFailed: (error) => observe.failure(error, { route: "unseen tickets" }),
  });
  const sealing = startSealing(database.db, (error) => observe.failure(error, { route: "audit seals" }));
  return {
    async stop() {
      housekeeping.stop();
      await Promise.all([money.stop(), ordering.stop(), deliveries.stop(), watch.stop(), sealing.stop()]);
    },
  };
}
