/** Makes every slice and lets them meet: what one needs of another is handed over here. */
import type { Clock, Handled } from "cloche";
import type { Observer } from "cloche/observe";
import { type AccountsParts, accountsHandlers } from "../accounts/index.js";
import { fireTickets, kitchenHandlers } from "../kitchen/index.js";
import { menuHandlers } from "../menu/index.js";
import { messagesHandlers } from "../messages/index.js";
import { orderLife, ordersHandlers } from "../orders/index.js";
import { type PaymentsWorker, paymentsHandlers, startPaymentsWorker } from "../payments/index.js";
import { type Config, liveEvents, type OpenDatabase } from "../platform/index.js";

/** What the slices stand on. */
export interface SliceParts {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly accounts: AccountsParts;
  readonly observe: Observer;
  readonly clock: Clock;
  /** Ends the live streams. */
  readonly stopping: AbortSignal;
}

/** Every handler but the pages'. */
export function sliceHandlers(parts: SliceParts): readonly Handled[] {
  const { config, clock, observe, stopping } = parts;
  const { db, wakeups } = parts.database;
  const live = liveEvents({ db, wakeups, stopping });
  const { trackSecret, publicBaseUrl } = config;
  return [
    ...accountsHandlers(parts.accounts),
    ...menuHandlers({ db, clock }),
    ...ordersHandlers({ db, live, clock, trackSecret, publicBaseUrl, fireTickets }),
    ...kitchenHandlers({ db, live, clock, orders: orderLife }),
    ...paymentsHandlers({ db, clock, observe }),
    ...messagesHandlers({ db, clock, observe }),
  ];
}

/** Starts working the payments' inbox. */
export function startInbox({ config, database, observe, clock }: SliceParts): PaymentsWorker {
  const { db, wakeups } = database;
  return startPaymentsWorker({
    db,
    wakeups,
    clock,
    liveMode: { stripe: config.production },
    orderEvent: orderLife.event,
    onTrouble: ({ provider, reason, error }) =>
      observe.failure(error ?? new Error(reason), { route: `inbox ${provider} ${reason}` }),
  });
}
