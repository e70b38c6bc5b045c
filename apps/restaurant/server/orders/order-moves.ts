/** Moves orders along their machine, and makes the event that tells of it. The caller emits it last. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import { type OrderState, orderMachine, STAMPS } from "./order-states.js";
import { lockOrder, readStationIds, setState } from "./orders.store.js";

/** Which order goes where, and when. */
export interface Move {
  readonly orderId: string;
  readonly to: OrderState;
  readonly now: Date;
  /** Why it ended, where it ended before its time. */
  readonly reason?: string | undefined;
}

/**
 * Moves an order, under its row's lock.
 *
 * @returns whether it moved; `false` where it does not exist or its state does not lead there
 */
export async function moveOrder(trx: Transaction<Database>, { orderId, to, now, reason }: Move): Promise<boolean> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined || !orderMachine.allows(order.state, to)) return false;
  const stamp = Object.hasOwn(STAMPS, to) ? STAMPS[to as keyof typeof STAMPS] : undefined;
  await setState(trx, orderId, { to, stamp, now, reason });
  return true;
}

/** The event that tells the order's state as it stands now, to the kitchen and to whoever follows the order. */
export async function orderEvent(trx: Transaction<Database>, orderId: string): Promise<NewEvent> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined) throw new Error("An event needs an order that exists.");
  const { id, number, state, version, payment_state: paymentState } = order;
  return {
    locationId: order.location_id,
    type: "order",
    stationIds: await readStationIds(trx, orderId),
    orderId,
    payload: { order: { id, number, state, paymentState, version } },
  };
}

/** What other slices may do to orders; the app hands it to them. */
export const orderLife = Object.freeze({ lock: lockOrder, move: moveOrder, event: orderEvent });
