/** What staff may do to the lines of an order: add, change what the kitchen does not have, void with a reason. */
import type { SlipLine } from "../../contracts/index.js";
import { readBasketLines } from "./basket.js";
import { changeLineRow, type LineChange, retaxLine, voidLineRow } from "./line-changes.store.js";
import { minor, times } from "./money.js";
import type { OrderDesk } from "./order-desk.js";
import { addUp, insertLines, type LineRow, readLines } from "./order-lines.store.js";
import { orderEvent } from "./order-moves.js";
import type { OrderState } from "./order-states.js";
import type { OrderRow } from "./orders.store.js";
import { readCashierLimit, readPlace } from "./places.store.js";
import { type Need, needsOf } from "./priced-lines.js";
import type { Command, Commanded, CommandRefusal, Done } from "./staff-command.js";
import type { Viewer } from "./staff-views.js";
import { giveBack, heldOf, takeStock } from "./stock.store.js";

const STAFF: readonly Viewer[] = ["owner", "manager", "cashier"];
/** The states in which the bill may still change. */
const OPEN: readonly OrderState[] = ["draft", "placed", "accepted", "preparing", "ready"];
/** The states in which the kitchen is at it, so that a new line goes there at once. */
const COOKING: readonly OrderState[] = ["preparing", "ready"];

/** Adds lines; that needs no version, since additions merge. */
export function adding({ flow, money }: OrderDesk, lines: readonly SlipLine[]): Command {
  return {
    action: "order.lines_added",
    roles: STAFF,
    async run({ trx, order, now, staffId }): Promise<Done | CommandRefusal> {
      if (!OPEN.includes(order.state)) return "illegal_transition";
      const place = await readPlace(trx, { id: order.location_id, now });
      if (place === undefined) return "not_found";
      const priced = await readBasketLines(trx, { place, now, orderType: order.order_type, lines });
      if (typeof priced === "string") return priced;
      const stands = { orderId: order.id, locationId: order.location_id };
      const before = await readLines(trx, order.id);
      const firstOrdinal = (before.at(-1)?.ordinal ?? -1) + 1;
      const ids = await insertLines(trx, { ...stands, addedBy: "staff", firstOrdinal }, priced);
      if (!(await takeStock(trx, stands, needsOf(priced)))) return "item_unavailable";
      await addUp(trx, order);
      await money?.billChanged(trx, { orderId: order.id, requestedBy: staffId });
      const fired = COOKING.includes(order.state) ? await flow.fired(trx, { order, now }) : undefined;
      return { events: fired ?? [await orderEvent(trx, order.id)], detail: { lineIds: ids } };
    },
  };
}

/** A line and the order's version that was seen. */
export interface LineRef {
  readonly lineId: string;
  readonly version: number;
}

/** Changes a line the kitchen does not have, against the version that was seen. */
export function changing({ money }: OrderDesk, { lineId, version }: LineRef, change: LineChange): Command {
  return {
    action: "order.line_changed",
    roles: STAFF,
    async run(given): Promise<Done | CommandRefusal> {
      const { trx, order, staffId } = given;
      if (order.version !== version) return "version_conflict";
      const line = await openLine(given, lineId);
      if (typeof line === "string") return line;
      if (isSent(order, line)) return "line_fired";
      if (change.quantity !== undefined && change.quantity !== line.quantity) {
        if (!(await restock(given, line, change.quantity))) return "item_unavailable";
        const total = times(minor(line.unit_price), change.quantity);
        await retaxLine(trx, { line, locationId: order.location_id, total });
      }
      await changeLineRow(trx, line, change);
      await addUp(trx, order);
      await money?.billChanged(trx, { orderId: order.id, requestedBy: staffId });
      return { events: [await orderEvent(trx, order.id)], detail: { lineId } };
    },
  };
}

/** Voids a line; what was paid for it goes back. A cashier may up to a limit once the kitchen has it. */
export function voiding({ kitchen, money }: OrderDesk, lineId: string, reason: string): Command {
  return {
    action: "order.line_voided",
    roles: STAFF,
    async run(given): Promise<Done | CommandRefusal> {
      const { trx, order, viewer, staffId, now } = given;
      const line = await openLine(given, lineId);
      if (typeof line === "string") return line;
      const sent = isSent(order, line);
      if (sent && viewer === "cashier" && line.line_total > (await readCashierLimit(trx, order.location_id))) {
        return "forbidden";
      }
      await voidLineRow(trx, { lineId, reason, staffId, now });
      if (!sent) await giveBack(trx, order.id, await needsOfLine(given, line, line.quantity));
      await addUp(trx, order);
      const refunded = (await money?.billChanged(trx, { orderId: order.id, requestedBy: staffId })) ?? 0;
      const events = (await kitchen.voidLines?.(trx, { orderId: order.id, lineIds: [lineId] })) ?? [];
      const detail = { lineId, reason, amount: line.line_total, currency: order.currency, refunded };
      return { events: [...events, await orderEvent(trx, order.id)], detail };
    },
  };
}

/** Whether the kitchen has a line. */
function isSent({ state }: OrderRow, { fired_at, hold }: LineRow): boolean {
  return fired_at !== null || (COOKING.includes(state) && !hold);
}

async function openLine({ trx, order }: Commanded, lineId: string): Promise<LineRow | CommandRefusal> {
  const line = (await readLines(trx, order.id)).find(({ id }) => id === lineId);
  if (line === undefined) return "not_found";
  return OPEN.includes(order.state) && line.voided_at === null ? line : "illegal_transition";
}

/** Takes what more is wanted, or gives back what less. */
async function restock(given: Commanded, line: LineRow, quantity: number): Promise<boolean> {
  const { trx, order } = given;
  const more = quantity - line.quantity;
  const needs = await needsOfLine(given, line, Math.abs(more));
  if (more > 0) return takeStock(trx, { orderId: order.id, locationId: order.location_id }, needs);
  await giveBack(trx, order.id, needs);
  return true;
}

/** What so many of a line have taken from what is limited. */
async function needsOfLine(
  { trx, order }: { trx: Commanded["trx"]; order: OrderRow },
  line: LineRow,
  quantity: number,
) {
  const held = await heldOf(trx, order.id);
  const parts: Need[] = [
    { kind: "variant", id: line.variant_id, quantity },
    ...line.modifiers.map((one): Need => ({ kind: "option", id: one.option_id, quantity: quantity * one.quantity })),
  ];
  return parts.filter(({ kind, id }) => held.has(`${kind} ${id}`)).sort((a, b) => (a.id < b.id ? -1 : 1));
}
