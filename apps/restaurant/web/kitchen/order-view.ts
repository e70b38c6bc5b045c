/** The pass sees orders: the tickets of each at all its stations, gathered. */
import type { Ticket } from "../../contracts/index.js";
import { isOnBoard } from "../../contracts/kitchen-board.js";

/** One order as the pass sees it. */
export interface PassOrder {
  readonly orderId: string;
  readonly orderNumber: number;
  /** Oldest first; those that were bumped too, as long as the order is at the pass. */
  readonly tickets: readonly Ticket[];
  /** How far each station is. */
  readonly shares: readonly { readonly station: string; readonly done: number; readonly total: number }[];
  readonly allReady: boolean;
}

/** So long an order of which everything was bumped is kept in sight, to be called and handed over. */
const AT_PASS_MILLISECONDS = 15 * 60_000;

/** The orders with something to be made or handed over; the rushed ones first, then the oldest. */
export function passOrders(tickets: Iterable<Ticket>, now: number): readonly PassOrder[] {
  const byOrder = new Map<string, Ticket[]>();
  for (const ticket of tickets) {
    if (ticket.state === "void" && !isOnBoard(ticket)) continue;
    byOrder.set(ticket.orderId, [...(byOrder.get(ticket.orderId) ?? []), ticket]);
  }
  return [...byOrder.values()]
    .filter((all) => all.some((ticket) => isOnBoard(ticket) || wasBumpedLately(ticket, now)))
    .map((all) => orderOf(all.sort((a, b) => a.firedAt.localeCompare(b.firedAt))))
    .sort((a, b) => Number(isRushed(b)) - Number(isRushed(a)) || firstFired(a).localeCompare(firstFired(b)));
}

function wasBumpedLately({ state, bumpedAt }: Ticket, now: number): boolean {
  return state === "bumped" && bumpedAt !== null && now - Date.parse(bumpedAt) < AT_PASS_MILLISECONDS;
}

function orderOf(tickets: readonly Ticket[]): PassOrder {
  const [first] = tickets;
  const shares = sharesOf(tickets);
  return {
    orderId: first?.orderId ?? "",
    orderNumber: first?.orderNumber ?? 0,
    tickets,
    shares,
    allReady: shares.every(({ done, total }) => done === total),
  };
}

/** Counted from the tickets that are here, and from what they say of those that are not. */
function sharesOf(tickets: readonly Ticket[]): PassOrder["shares"] {
  const shares = new Map<string, { station: string; done: number; total: number }>();
  for (const { station, done, total } of tickets.flatMap(({ alsoAt }) => alsoAt)) {
    shares.set(station.id, { station: station.name, done, total });
  }
  for (const { station } of tickets) shares.set(station.id, { station: station.name, done: 0, total: 0 });
  for (const { station, items } of tickets) {
    const share = shares.get(station.id);
    const made = items.filter(({ state }) => state !== "void");
    if (share === undefined) continue;
    share.done += made.filter(({ state }) => state === "done").length;
    share.total += made.length;
  }
  return [...shares.values()].filter(({ total }) => total > 0);
}

const isRushed = ({ tickets }: PassOrder): boolean => tickets.some(({ rush, state }) => rush && state === "open");
const firstFired = ({ tickets }: PassOrder): string => tickets[0]?.firedAt ?? "";
