/** Commands of the kitchen's screens: each done once, with everything that follows for its ticket and order. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import type { Ticket } from "../../contracts/index.js";
import { type Database, emitEvents, type OrderState } from "../platform/index.js";
import { ITEM_MOVES, type ItemMoveName, ticketStateOf } from "./item-moves.js";
import { type KitchenScope, mayRush } from "./kitchen-scope.js";
import type { OrderLife } from "./order-life.js";
import { orderProgress } from "./order-progress.js";
import {
  acknowledgeChange,
  changeItem,
  changeTicket,
  type FoundTicket,
  findTicket,
  finishItems,
  type LockedItem,
  type LockedTicket,
  lockItems,
  lockTicket,
  reopenItems,
  setPriority,
} from "./ticket-changes.store.js";
import { readTickets } from "./tickets.store.js";

/** What commands need. */
export interface CommandDeps {
  readonly clock: Clock;
  readonly orders: OrderLife;
}

/** What can be done to a whole ticket. */
export type TicketVerb = "bump" | "recall" | "rush" | "ack-void";

/** What somebody wants done, and the version their screen showed. */
export type Command = { readonly expectedVersion: number | undefined } & (
  | { readonly itemId: string; readonly verb: ItemMoveName }
  | { readonly ticketId: string; readonly verb: TicketVerb }
);

/** Why nothing was done. */
export type CommandRefusal =
  | "not_found"
  | "forbidden"
  | { readonly conflict: "version_conflict" | "illegal_transition"; readonly ticket: Ticket | undefined };

/** The ticket it was done to, or why nothing was done. */
export type Commanded = { readonly ticketId: string } | { readonly refused: CommandRefusal };

/** The states of an order in which its tickets may still change. */
const IN_THE_KITCHEN: readonly OrderState[] = ["preparing", "ready"];

interface Change {
  readonly trx: Transaction<Database>;
  readonly scope: KitchenScope;
  readonly command: Command;
  readonly found: FoundTicket;
  readonly ticket: LockedTicket;
  readonly items: readonly LockedItem[];
}

/** What became of a change before anything is told. */
type Outcome = "changed" | "already" | "version_conflict" | "illegal_transition";

/** Does it once, however often and by however many it is asked at the same time; events are told last. */
export async function runCommand(
  trx: Transaction<Database>,
  { deps, scope, command }: { readonly deps: CommandDeps; readonly scope: KitchenScope; readonly command: Command },
): Promise<Commanded> {
  const found = await findTicket(trx, command, scope);
  if (found === undefined) return { refused: "not_found" };
  if (command.verb === "rush" && !mayRush(scope)) return { refused: "forbidden" };
  // Every change of an order takes its row's lock first, so that two last lines cannot both think the other is open.
  const order = await deps.orders.lock(trx, found.orderId);
  const ticket = await lockTicket(trx, found.ticketId);
  const items = await lockItems(trx, found.ticketId);
  const outcome = await apply({ trx, scope, command, found, ticket, items }, order?.state);
  if (outcome === "changed") {
    const told = { locationId: scope.locationId, orderId: found.orderId, ticketIds: [found.ticketId] };
    await emitEvents(trx, await orderProgress(trx, { deps, told, order: order?.state }));
  }
  if (outcome === "changed" || outcome === "already") return { ticketId: found.ticketId };
  const [current] = await readTickets(trx, { locationId: scope.locationId, ticketIds: [found.ticketId] });
  return { refused: { conflict: outcome, ticket: current } };
}

function apply(change: Change, order: OrderState | undefined): Promise<Outcome> | Outcome {
  const { command, ticket } = change;
  const { verb } = command;
  if (verb === "start" || verb === "done" || verb === "undo") return moveItem(change, verb, order);
  if (verb === "ack-void") return acknowledge(change);
  if (verb !== "rush" && ticket.state === (verb === "bump" ? "bumped" : "open")) return "already";
  if (isStale(command, ticket.version)) return "version_conflict";
  if (order === undefined || !IN_THE_KITCHEN.includes(order)) return "illegal_transition";
  if (verb === "rush") return rush(change);
  return verb === "bump" ? bump(change) : recall(change);
}

function isStale({ expectedVersion }: Command, version: number): boolean {
  return expectedVersion !== undefined && expectedVersion !== version;
}

async function moveItem(change: Change, verb: ItemMoveName, order: OrderState | undefined): Promise<Outcome> {
  const { trx, command, found, items } = change;
  const { from, to } = ITEM_MOVES[verb];
  const item = items.find(({ id }) => id === found.itemId);
  if (item === undefined || item.state === to) return "already";
  if (isStale(command, item.version)) return "version_conflict";
  if (order === undefined || !IN_THE_KITCHEN.includes(order)) return "illegal_transition";
  if (!(from as readonly string[]).includes(item.state)) return "illegal_transition";
  await changeItem(trx, { itemId: item.id, to });
  await settle(
    change,
    items.map((one) => (one.id === item.id ? to : one.state)),
  );
  return "changed";
}

async function bump(change: Change): Promise<Outcome> {
  const { trx, found, ticket, items } = change;
  if (ticket.state !== "open") return "illegal_transition";
  await finishItems(trx, found.ticketId);
  await settle(
    change,
    items.map(({ state }) => (state === "void" ? "void" : "done")),
  );
  return "changed";
}

/** What the bump finished is to be made again; lines that were done before it stay done. */
async function recall(change: Change): Promise<Outcome> {
  const { trx, found, ticket, scope } = change;
  if (ticket.state !== "bumped" || !ticket.recallable) return "illegal_transition";
  await reopenItems(trx, found.ticketId);
  await changeTicket(trx, { ticketId: found.ticketId, state: "open", actor: scope.actor });
  return "changed";
}

async function rush({ trx, found, ticket }: Change): Promise<Outcome> {
  if (ticket.state !== "open") return "illegal_transition";
  await setPriority(trx, found.ticketId, ticket.priority > 0 ? 0 : 1);
  return "changed";
}

async function acknowledge({ trx, found, command, ticket }: Change): Promise<Outcome> {
  if (ticket.changed_at === null) return "already";
  if (isStale(command, ticket.version)) return "version_conflict";
  await acknowledgeChange(trx, found.ticketId);
  return "changed";
}

function settle({ trx, found, scope }: Change, states: Parameters<typeof ticketStateOf>[0]): Promise<void> {
  return changeTicket(trx, { ticketId: found.ticketId, state: ticketStateOf(states), actor: scope.actor });
}
