/** Makes every slice and lets them meet: what one needs of another is handed over here. */
import type { Handled } from "cloche";
import { accountsHandlers } from "../accounts/index.js";
import { camerasHandlers } from "../cameras/index.js";
import { customersHandlers, dropCustomer, endAllOf, lockCustomerOf } from "../customers/index.js";
import { devicesHandlers, readDevices } from "../devices/index.js";
import { deadEventsHandlers, healthHandlers } from "../health/index.js";
import { countUnseen, kitchenHandlers, kitchenScope, kitchenSetupHandlers } from "../kitchen/index.js";
import { kitchenShelfHandler, menuHandlers } from "../menu/index.js";
import { messageDesk, messagesToday } from "../messages/index.js";
import { forgetOrdersOf, orderLife, ordersHandlers, ordersOfCustomer } from "../orders/index.js";
import { reconcilerLag } from "../payments/index.js";
import { inboxState, liveEvents, outboxState } from "../platform/index.js";
import { reportsHandlers } from "../reports/index.js";
import { deliveryHandlers } from "./delivery.js";
import { moneyHandlers, offeredProviders } from "./money.js";
import { orderNeighbours } from "./ordering.js";
import type { SliceParts } from "./slice-parts.js";

export type { SliceParts } from "./slice-parts.js";

/** Every handler but the pages'. */
export function sliceHandlers(parts: SliceParts): readonly Handled[] {
  const { config, clock, counts, customers, stopping } = parts;
  const { db, wakeups } = parts.database;
  const live = liveEvents({ db, wakeups, stopping });
  const { trackSecret, publicBaseUrl } = config;
  const payWith = () => offeredProviders(config);
  const signIn = () => config.partners.twilio() !== undefined;
  const byMail = config.partners.mail !== undefined;
  return [
    ...accountsHandlers(parts.accounts.parts),
    ...customersHandlers({
      ...customers.parts,
      sendCode: messageDesk.sendCode,
      orders: { of: (customerId) => ordersOfCustomer(db, customerId), forget: forgetOrdersOf },
    }),
    ...menuHandlers({ db, clock, publicBaseUrl, signIn, byMail, payWith }),
    ...ordersHandlers({
      ...{ db, live, clock, trackSecret, publicBaseUrl, customerOf: customers.customerOf, counts, payWith, byMail },
      accounts: {
        lock: lockCustomerOf,
        drop: (trx, account) => dropCustomer(trx, account.id, account),
        endSessions: (accountId) => endAllOf(customers.parts, accountId),
      },
      ...orderNeighbours(parts),
    }),
    ...reportsHandlers({ db }),
    ...kitchenHandlers({ db, live, wakeups, clock, orders: orderLife, callGuest: messageDesk.tellGuest }),
    ...kitchenSetupHandlers({ db, clock, orders: orderLife }),
    kitchenShelfHandler({ db, clock, cookOf: (caller) => kitchenScope(db, caller) }),
    ...devicesHandlers({ db }),
    ...healthHandlers({
      ...{ db, clock },
      inbox: () => inboxState(db),
      messages: (locationId) => outboxState(db, locationId),
      reconcilerLagSeconds: () => reconcilerLag(db, new Date(clock.now())),
      sms: async (locationId) => ({
        usedToday: await messagesToday(db, locationId, new Date(clock.now())),
        perDay: config.smsPerDay,
      }),
      screens: (locationId) => readDevices(db, locationId),
      unseenTickets: (locationId) => countUnseen(db, locationId),
    }),
    ...deadEventsHandlers({ db, clock }),
    ...moneyHandlers(parts),
    ...deliveryHandlers(parts),
    ...camerasHandlers({ db, clock, tape: parts.tape, lost: () => parts.observe.dropped(), stopping }),
  ];
}
