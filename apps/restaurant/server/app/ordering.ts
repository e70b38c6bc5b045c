/** Hands ordering what it asks of the kitchen, the payments and the messages. */
import { fireTickets, lineVoiding, readMakingSeconds } from "../kitchen/index.js";
import { messageDesk } from "../messages/index.js";
import {
  type OrderKitchen,
  type OrderMessages,
  type OrderMoney,
  type OrdersWorker,
  orderFlow,
  orderLife,
  startOrdersWorker,
} from "../orders/index.js";
import { billChanged, refundAll } from "../payments/index.js";
import { desks } from "./money.js";
import type { SliceParts } from "./slice-parts.js";

/** What ordering asks of other slices. */
export interface Neighbours {
  readonly kitchen: OrderKitchen;
  readonly money: OrderMoney;
  readonly messages: OrderMessages;
}

/** Makes it. */
export function orderNeighbours(parts: SliceParts): Neighbours {
  const { payments } = desks(parts);
  const { clock } = parts;
  const tellRefund = (
    trx: Parameters<typeof messageDesk.tellGuest>[0],
    refund: { orderId: string; refundId: string },
  ) => messageDesk.tellGuest(trx, { orderId: refund.orderId, news: "refunded", about: refund.refundId });
  return {
    kitchen: { fireTickets, readMakingSeconds, voidLines: lineVoiding({ orders: orderLife, clock }) },
    messages: messageDesk,
    money: {
      openAttempt: payments.openAttempt,
      cancelOpenAttempt: payments.cancelOpenAttempt,
      refundAll: (trx, wish) => refundAll({ clock, tellRefund }, trx, wish),
      billChanged: (trx, change) => billChanged({ clock, tellRefund }, trx, change),
    },
  };
}

/** Starts what happens to orders by itself. */
export function startOrdering(parts: SliceParts): OrdersWorker {
  const { database, clock, observe } = parts;
  const neighbours = orderNeighbours(parts);
  const onFailed = (error: unknown) => observe.failure(error, { route: "orders worker" });
  const { textPlace, callPlace } = messageDesk;
  const flow = orderFlow(neighbours);
  return startOrdersWorker({ db: database.db, clock, flow, money: neighbours.money, textPlace, callPlace, onFailed });
}
