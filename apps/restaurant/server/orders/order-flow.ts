/** What follows from each step of an order's life, in the transaction of the step itself. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import type { GuestNews, OrderKitchen, OrderMessages, OrderMoney } from "./neighbours.js";
import { eventOf, moveLocked, orderEvent } from "./order-moves.js";
import type { OrderState } from "./order-states.js";
import { lockOrder, type NewRow, setTimes } from "./orders.store.js";
import { type Place, readPlace } from "./places.store.js";
import { releaseSlot } from "./slots.store.js";
import { consumeStock, releaseStock } from "./stock.store.js";

/** What the flow asks of other slices. */
export interface OrderFlowDeps {
  readonly kitchen: Omit<OrderKitchen, "readMakingSeconds">;
  readonly money?: Pick<OrderMoney, "refundAll"> | undefined;
  readonly messages?: OrderMessages | undefined;
}

/** An order at a step, its row locked or written by this transaction. */
export interface Locked {
  readonly order: NewRow;
  readonly now: Date;
}

/** An order that is placed. */
export interface Placing extends Locked {
  /** Whether somebody has to accept it where the place otherwise accepts by itself. */
  readonly needsNod?: boolean;
  /** Its place, where that was read already. */
  readonly place?: Pick<Place, "acceptsByItself">;
  /** Whether it may have taken from what is limited; it may, unless said. */
  readonly holdsStock?: boolean;
}

/** An end before its time. */
export interface Ending {
  readonly orderId: string;
  readonly now: Date;
  readonly to: "cancelled" | "rejected" | "expired";
  readonly reason: string;
  readonly staffId?: string | undefined;
}

/** The steps that have consequences. Each answers the events to emit last, or `undefined` where the state forbids it. */
export interface OrderFlow {
  /** An order is placed: what it holds is sold, and where nobody need nod it is accepted. Throws where it cannot be. */
  placed(trx: Transaction<Database>, placing: Placing): Promise<readonly NewEvent[]>;
  /** Somebody accepts it, with another promise where they say so. */
  accepted(
    trx: Transaction<Database>,
    locked: Locked & { readonly promisedAt?: Date | undefined },
  ): Promise<readonly NewEvent[] | undefined>;
  /** The kitchen begins: the first time with the order, later with what was added. */
  fired(trx: Transaction<Database>, locked: Locked): Promise<readonly NewEvent[] | undefined>;
  /** It ends before its time: stock, slot, tickets and money go back. */
  ended(trx: Transaction<Database>, ending: Ending): Promise<readonly NewEvent[] | undefined>;
  /** The money an order waited for has arrived. */
  paid(trx: Transaction<Database>, orderId: string, now: Date): Promise<readonly NewEvent[]>;
}

/** Makes the flow. */
export function orderFlow(deps: OrderFlowDeps): OrderFlow {
  const flow: OrderFlow = {
    placed: (trx, placing) => placed(deps, trx, placing),
    accepted: (trx, locked) => accepted(deps, trx, locked),
    fired: (trx, locked) => fired(deps, trx, locked),
    ended: (trx, ending) => ended(deps, trx, ending),
    async paid(trx, orderId, now) {
      const order = await lockOrder(trx, orderId);
      if (order?.state !== "pending_payment") return [];
      return placed(deps, trx, { order, now });
    },
  };
  return Object.freeze(flow);
}

async function placed(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { order: found, now, needsNod = false, holdsStock = true, place: known }: Placing,
): Promise<readonly NewEvent[]> {
  const order = found.state === "placed" ? found : await moveOrFail(trx, found, { to: "placed", now });
  if (holdsStock) await consumeStock(trx, order.id);
  const place = known ?? (await readPlace(trx, { id: order.location_id, now }));
  if (needsNod || place?.acceptsByItself !== true) return [await eventOf(trx, order)];
  return (await accepted(deps, trx, { order, now })) ?? [];
}

async function accepted(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { order: found, now, promisedAt }: Locked & { readonly promisedAt?: Date | undefined },
): Promise<readonly NewEvent[] | undefined> {
  const order = await moveLocked(trx, found, { to: "accepted", now });
  if (order === undefined) return undefined;
  if (promisedAt !== undefined) await setTimes(trx, order.id, { promised_at: promisedAt });
  await tell(deps, trx, { orderId: order.id, news: "accepted" });
  if (order.fire_at !== null && order.fire_at > now) return [await orderEvent(trx, order.id)];
  return fired(deps, trx, { order, now });
}

/** The states in which the kitchen has an order, or may get it. */
const COOKED: readonly OrderState[] = ["accepted", "preparing", "ready"];

async function fired(
  { kitchen }: OrderFlowDeps,
  trx: Transaction<Database>,
  { order, now }: Locked,
): Promise<readonly NewEvent[] | undefined> {
  if (!COOKED.includes(order.state)) return undefined;
  const firing = await kitchen.fireTickets(trx, order.id);
  // Something new to cook brings an order back that was ready.
  const moves = order.state === "accepted" || (order.state === "ready" && firing.isNews);
  const event = moves
    ? await eventOf(trx, await moveOrFail(trx, order, { to: "preparing", now, isLast: true }), firing.stationIds)
    : await orderEvent(trx, order.id);
  return [...(await firing.told()), event];
}

async function ended(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { orderId, to, reason, now, staffId }: Ending,
): Promise<readonly NewEvent[] | undefined> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined || (await moveLocked(trx, order, { to, now, reason })) === undefined) return undefined;
  // What the kitchen has begun is used up.
  if (order.fired_at === null) await releaseStock(trx, orderId);
  if (order.slot_id !== null) await releaseSlot(trx, order.slot_id);
  const events = order.fired_at === null ? [] : await voidAll(deps, trx, orderId);
  if (to !== "expired") {
    await deps.money?.refundAll(trx, { orderId, reason: to, requestedBy: staffId });
    await tell(deps, trx, { orderId, news: to });
  }
  return [...events, await orderEvent(trx, orderId)];
}

async function voidAll({ kitchen }: OrderFlowDeps, trx: Transaction<Database>, orderId: string) {
  return (await kitchen.voidLines?.(trx, { orderId })) ?? [];
}

async function tell(
  { messages }: OrderFlowDeps,
  trx: Transaction<Database>,
  message: { readonly orderId: string; readonly news: GuestNews },
) {
  await messages?.tellGuest(trx, message);
}

async function moveOrFail(
  trx: Transaction<Database>,
  order: NewRow,
  move: Parameters<typeof moveLocked>[2],
): Promise<NewRow> {
  const moved = await moveLocked(trx, order, move);
  if (moved === undefined) throw new Error(`An order could not become ${move.to}.`);
  return moved;
}
