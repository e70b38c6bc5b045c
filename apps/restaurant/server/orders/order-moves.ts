/** Moves orders along their machine, and makes the event that tells of it. The caller emits it last. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import { type OrderState, orderMachine, STAMPS } from "./order-states.js";
import { lockOrder, type NewRow, numbered, readStationIds, setState } from "./orders.store.js";

/** Which order goes where, and when. */
export interface Move {
  readonly orderId: string;
  readonly to: OrderState;
  readonly now: Date;
  /** Why it ended, where it ended before its time. */
  readonly reason?: string | undefined;
  /** Whether only the telling of it is left. */
  readonly isLast?: boolean | undefined;
}

/**
 * Moves an order, under its row's lock.
 *
 * @returns whether it moved; `false` where it does not exist or its state does not lead there
 */
export async function moveOrder(trx: Transaction<Database>, move: Move): Promise<boolean> {
  const order = await lockOrder(trx, move.orderId);
  return order !== undefined && (await moveLocked(trx, order, move)) !== undefined;
}

/**
 * Moves an order whose row this transaction has locked or written.
 *
 * @returns the row as it then is; `undefined` where its state does not lead there
 */
export async function moveLocked(
  trx: Transaction<Database>,
  order: NewRow,
  { to, now, reason, isLast }: Omit<Move, "orderId">,
): Promise<NewRow | undefined> {
  if (!orderMachine.allows(order.state, to)) return undefined;
  const stamp = Object.hasOwn(STAMPS, to) ? STAMPS[to as keyof typeof STAMPS] : undefined;
  return setState(trx, order.id, { to, stamp, now, reason, isLast });
}

/** The event that tells the order's state as it stands now, to the kitchen and to whoever follows the order. */
export async function orderEvent(trx: Transaction<Database>, orderId: string): Promise<NewEvent> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined) throw new Error("An event needs an order that exists.");
  return eventOf(trx, order);
}

/**
 * The same, of a row that was just read or written under its lock. An order that is new takes its number here, so that
 * little is left to do under the lock of the day's counter.
 *
 * @param known the stations that work on it, where they are known
 */
export async function eventOf(trx: Transaction<Database>, row: NewRow, known?: readonly string[]): Promise<NewEvent> {
  const stationIds = known ?? (await readStationIds(trx, row.id));
  const order = await numbered(trx, row);
  const { id, number, state, version, payment_state: paymentState } = order;
  return {
    locationId: order.location_id,
    type: "order",
    stationIds,
    orderId: id,
    payload: { order: { id, number, state, paymentState, version } },
  };
}

/** What other slices may do to orders; the app hands it to them. */
export const orderLife = Object.freeze({ lock: lockOrder, move: moveOrder, event: orderEvent });
