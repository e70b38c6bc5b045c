/** What staff may do to an order as a whole, as a table. */
import { audit } from "../platform/index.js";
import { readTravelMinutes } from "./delivery.store.js";
import type { OrderKitchen, ToMake } from "./neighbours.js";
import type { OrderDesk } from "./order-desk.js";
import { readToMake } from "./order-lines.store.js";
import { moveOrder, orderEvent } from "./order-moves.js";
import { type OrderState, orderMachine } from "./order-states.js";
import { setCourier, setReason, setSession, setTimes } from "./orders.store.js";
import { readPlace } from "./places.store.js";
import { readyAt } from "./promise.js";
import type { Command, Commanded, CommandRefusal, Done } from "./staff-command.js";
import { isCourierOf } from "./staff-orders.store.js";
import type { Viewer } from "./staff-views.js";
import { clearIfOver } from "./table-clearing.js";
import { isTableOf, joinSession, readServiceArea } from "./tables.store.js";

const STAFF: readonly Viewer[] = ["owner", "manager", "cashier"];
const CHIEFS: readonly Viewer[] = ["owner", "manager"];

/** The states in which a cashier may cancel; a manager until the end. */
const CASHIER_CANCELS: readonly OrderState[] = ["draft", "pending_payment", "placed", "accepted"];

/** Accepts an order. */
export function accepting({ flow }: OrderDesk, promisedAt: Date | undefined): Command {
  return {
    action: "order.accepted",
    roles: STAFF,
    async run({ trx, order, now }) {
      const events = await flow.accepted(trx, { order, now, promisedAt });
      return events === undefined ? "illegal_transition" : { events };
    },
  };
}

/** Sends a draft on, promised from now. */
export function sending({ flow, kitchen }: OrderDesk): Command {
  return {
    action: "order.placed",
    roles: STAFF,
    async run({ trx, order, now }) {
      if (order.state !== "draft") return "illegal_transition";
      const dishes = await readToMake(trx, order.id);
      if (dishes.length === 0) return "order_empty";
      if (order.slot_id === null) {
        await setTimes(trx, order.id, { promised_at: await promiseFor(kitchen, { trx, order, now }, dishes) });
      }
      return { events: await flow.placed(trx, { order, now }) };
    },
  };
}

async function promiseFor(
  kitchen: OrderKitchen,
  { trx, order, now }: Pick<Commanded, "trx" | "order" | "now">,
  dishes: readonly ToMake[],
): Promise<Date> {
  const { location_id: locationId, order_type: orderType } = order;
  const place = await readPlace(trx, { id: locationId, now });
  const serviceArea = await readServiceArea(trx, order.id);
  const makingSeconds = await kitchen.readMakingSeconds(trx, { locationId, orderType, serviceArea, dishes });
  const travelMinutes = await readTravelMinutes(trx, order.id);
  return readyAt(now, { busyMinutes: place?.busyMinutes ?? 0, makingSeconds, travelMinutes });
}

/** Moves an order to another table, whose session it then belongs to; the table it leaves is cleared where it was the last. */
export function movingTable(tableId: string): Command {
  return {
    action: "order.table_moved",
    roles: STAFF,
    async run({ trx, order, now }) {
      if (order.order_type !== "dine_in" || orderMachine.isTerminal(order.state)) return "illegal_transition";
      if (!(await isTableOf(trx, order.location_id, tableId))) return "table_unknown";
      const { sessionId } = await joinSession(trx, { locationId: order.location_id, tableId, now });
      if (sessionId !== order.table_session_id) {
        await setSession(trx, order.id, sessionId);
        await clearIfOver(trx, order, now);
      }
      return { events: [await orderEvent(trx, order.id)], detail: { tableId } };
    },
  };
}

/** Ends an order before its time. */
export function ending({ flow }: OrderDesk, to: "rejected" | "cancelled", reason: string): Command {
  return {
    action: `order.${to}`,
    roles: STAFF,
    async run({ trx, order, viewer, staffId, now }) {
      if (!orderMachine.allows(order.state, to)) return "illegal_transition";
      if (to === "cancelled" && viewer === "cashier" && !CASHIER_CANCELS.includes(order.state)) return "forbidden";
      const events = await flow.ended(trx, { orderId: order.id, to, reason, now, staffId });
      return events === undefined ? "illegal_transition" : { events, detail: { reason } };
    },
  };
}

/** The states in which a promise still means something. */
const PROMISED: readonly OrderState[] = ["placed", "accepted", "preparing", "ready", "out_for_delivery"];

/** Promises another time, and tells the guest. */
export function promising({ messages }: OrderDesk, promisedAt: Date): Command {
  return {
    action: "order.promised",
    roles: STAFF,
    async run({ trx, order, now }) {
      if (!PROMISED.includes(order.state) || promisedAt <= now) return "illegal_transition";
      await setTimes(trx, order.id, { promised_at: promisedAt, ...laterStart(order, promisedAt) });
      await messages?.tellGuest(trx, { orderId: order.id, news: "promise_changed", about: promisedAt.toISOString() });
      return { events: [await orderEvent(trx, order.id)], detail: { promisedAt: promisedAt.toISOString() } };
    },
  };
}

/** The kitchen of a scheduled order begins as much earlier or later as the promise moved. */
function laterStart({ fire_at, fired_at, promised_at }: Commanded["order"], promisedAt: Date) {
  if (fire_at === null || fired_at !== null || promised_at === null) return {};
  return { fire_at: new Date(fire_at.getTime() + promisedAt.getTime() - promised_at.getTime()) };
}

/** Gives an order to a courier. */
export function dispatching({ messages }: OrderDesk, courierId: string | undefined): Command {
  return {
    action: "order.dispatched",
    roles: STAFF,
    async run({ trx, order, now, staffId }) {
      if (order.order_type !== "delivery") return "illegal_transition";
      const courier = courierId ?? staffId;
      if (!(await isCourierOf(trx, order.location_id, courier))) return "courier_unknown";
      if (!(await moveOrder(trx, { orderId: order.id, to: "out_for_delivery", now }))) return "illegal_transition";
      await setCourier(trx, order.id, courier);
      await messages?.tellGuest(trx, { orderId: order.id, news: "out_for_delivery" });
      return { events: [await orderEvent(trx, order.id)], detail: { courierId: courier } };
    },
  };
}

/** Hands an order over: at the counter and the table once it is ready, at the door once it is on its way. */
export function handingOver(how: "handover" | "deliver", unpaidReason: string | undefined): Command {
  return {
    action: "order.completed",
    roles: how === "deliver" ? [...STAFF, "courier"] : STAFF,
    async run(given): Promise<Done | CommandRefusal> {
      const { trx, order, viewer, now } = given;
      const from: OrderState = how === "deliver" ? "out_for_delivery" : "ready";
      if (order.state !== from) return "illegal_transition";
      const isPaid = order.payment_state === "paid" || order.total === 0;
      if (!isPaid && (unpaidReason === undefined || !CHIEFS.includes(viewer))) return "order_unpaid";
      if (!(await moveOrder(trx, { orderId: order.id, to: "completed", now }))) return "illegal_transition";
      if (!isPaid && unpaidReason !== undefined) await closeUnpaid(given, unpaidReason);
      await clearIfOver(trx, order, now);
      return { events: [await orderEvent(trx, order.id)] };
    },
  };
}

async function closeUnpaid({ trx, order, staffId, requestId }: Commanded, reason: string): Promise<void> {
  await setReason(trx, order.id, reason);
  const about = { action: "order.closed_unpaid", entity: "order", entityId: order.id, locationId: order.location_id };
  await audit(trx, { actor: { kind: "staff", id: staffId }, ...about, detail: { reason }, requestId });
}
