/** What follows from each step of an order's life, in the transaction of the step itself. */
import type { Transaction } from "kysely";
import type { Database, NewEvent } from "../platform/index.js";
import type { GuestNews, OrderKitchen, OrderMessages, OrderMoney } from "./neighbours.js";
import { moveOrder, orderEvent } from "./order-moves.js";
import type { OrderState } from "./order-states.js";
import { lockOrder, type OrderRow, setTimes } from "./orders.store.js";
import { readPlace } from "./places.store.js";
import { releaseSlot } from "./slots.store.js";
import { consumeStock, releaseStock } from "./stock.store.js";
import { readServiceArea } from "./tables.store.js";

/** What the flow asks of other slices. */
export interface OrderFlowDeps {
  readonly kitchen: OrderKitchen;
  readonly money?: Pick<OrderMoney, "refundAll"> | undefined;
  readonly messages?: OrderMessages | undefined;
}

/** Which order, and when. */
export interface Step {
  readonly orderId: string;
  readonly now: Date;
}

/** An end before its time. */
export interface Ending extends Step {
  readonly to: "cancelled" | "rejected" | "expired";
  readonly reason: string;
  readonly staffId?: string | undefined;
}

/** The steps that have consequences. Each answers the events to emit last, or `undefined` where the state forbids it. */
export interface OrderFlow {
  /** An order is placed: what it holds is sold, and where nobody need nod it is accepted. Throws where it cannot be. */
  placed(trx: Transaction<Database>, step: Step & { readonly needsNod?: boolean }): Promise<readonly NewEvent[]>;
  /** Somebody accepts it, with another promise where they say so. */
  accepted(
    trx: Transaction<Database>,
    step: Step & { readonly promisedAt?: Date | undefined },
  ): Promise<readonly NewEvent[] | undefined>;
  /** The kitchen begins: the first time with the order, later with what was added. */
  fired(trx: Transaction<Database>, step: Step): Promise<readonly NewEvent[] | undefined>;
  /** It ends before its time: stock, slot, tickets and money go back. */
  ended(trx: Transaction<Database>, ending: Ending): Promise<readonly NewEvent[] | undefined>;
  /** The money an order waited for has arrived. */
  paid(trx: Transaction<Database>, orderId: string, now: Date): Promise<readonly NewEvent[]>;
}

/** Makes the flow. */
export function orderFlow(deps: OrderFlowDeps): OrderFlow {
  const flow: OrderFlow = {
    placed: (trx, step) => placed(deps, trx, step),
    accepted: (trx, step) => accepted(deps, trx, step),
    fired: (trx, step) => fired(deps, trx, step),
    ended: (trx, ending) => ended(deps, trx, ending),
    async paid(trx, orderId, now) {
      const order = await lockOrder(trx, orderId);
      if (order?.state !== "pending_payment") return [];
      return placed(deps, trx, { orderId, now });
    },
  };
  return Object.freeze(flow);
}

async function placed(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { orderId, now, needsNod = false }: Step & { readonly needsNod?: boolean },
): Promise<readonly NewEvent[]> {
  const order = await needOrder(trx, orderId);
  if (order.state !== "placed") await moveOrFail(trx, { orderId, to: "placed", now });
  await consumeStock(trx, orderId);
  const place = await readPlace(trx, { id: order.location_id, now });
  if (needsNod || place?.acceptsByItself !== true) return [await orderEvent(trx, orderId)];
  return (await accepted(deps, trx, { orderId, now })) ?? [];
}

async function accepted(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { orderId, now, promisedAt }: Step & { readonly promisedAt?: Date | undefined },
): Promise<readonly NewEvent[] | undefined> {
  if (!(await moveOrder(trx, { orderId, to: "accepted", now }))) return undefined;
  if (promisedAt !== undefined) await setTimes(trx, orderId, { promised_at: promisedAt });
  await tell(deps, trx, { orderId, news: "accepted" });
  const order = await needOrder(trx, orderId);
  if (order.fire_at !== null && order.fire_at > now) return [await orderEvent(trx, orderId)];
  return fired(deps, trx, { orderId, now });
}

/** The states in which the kitchen has an order, or may get it. */
const COOKED: readonly OrderState[] = ["accepted", "preparing", "ready"];

async function fired(
  { kitchen }: OrderFlowDeps,
  trx: Transaction<Database>,
  { orderId, now }: Step,
): Promise<readonly NewEvent[] | undefined> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined || !COOKED.includes(order.state)) return undefined;
  const events = await kitchen.fireTickets(trx, orderId, { serviceArea: await readServiceArea(trx, orderId) });
  // Something new to cook brings an order back that was ready.
  const isNews = order.state === "accepted" || (order.state === "ready" && events.length > 0);
  if (isNews) await moveOrFail(trx, { orderId, to: "preparing", now });
  return [...events, await orderEvent(trx, orderId)];
}

async function ended(
  deps: OrderFlowDeps,
  trx: Transaction<Database>,
  { orderId, to, reason, now, staffId }: Ending,
): Promise<readonly NewEvent[] | undefined> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined || !(await moveOrder(trx, { orderId, to, now, reason }))) return undefined;
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

async function needOrder(trx: Transaction<Database>, orderId: string): Promise<OrderRow> {
  const order = await lockOrder(trx, orderId);
  if (order === undefined) throw new Error("An order that is to move must exist.");
  return order;
}

async function moveOrFail(trx: Transaction<Database>, move: Parameters<typeof moveOrder>[1]): Promise<void> {
  if (!(await moveOrder(trx, move))) throw new Error(`An order could not become ${move.to}.`);
}
