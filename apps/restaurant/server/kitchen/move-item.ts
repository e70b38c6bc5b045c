/** Bumps a line, or takes that back, with everything that follows for its ticket and its order, in one transaction. */
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import type { Ticket } from "../../contracts/index.js";
import { type Database, emitEvent, type OrderState } from "../platform/index.js";
import { ITEM_MOVES, type ItemMoveName, ticketStateOf } from "./item-moves.js";
import type { KitchenScope } from "./kitchen-scope.js";
import type { OrderLife } from "./order-life.js";
import { ticketEvents } from "./ticket-events.js";
import { changeItem, changeTicket, findItem, hasOpenTicket, type ItemRef, lockItems } from "./ticket-items.store.js";
import { readTickets } from "./tickets.store.js";

/** What moving lines needs. */
export interface MoveDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly orders: OrderLife;
}

/** What somebody wants done to a line. */
export interface MoveRequest {
  readonly itemId: string;
  readonly move: ItemMoveName;
  /** The line's version their screen showed; a line that changed meanwhile is left alone. */
  readonly expectedVersion: number | undefined;
}

/** What became of it: the whole ticket as it stands now, or why nothing was done. */
export type Moved = { readonly ticket: Ticket } | "not_found" | "version_conflict";

/** The states of an order in which its lines may still change. */
const IN_THE_KITCHEN: readonly OrderState[] = ["preparing", "ready"];

/** Does it once, however often and by however many it is asked at the same time. */
export function moveItem(deps: MoveDeps, scope: KitchenScope, request: MoveRequest): Promise<Moved> {
  return deps.db.transaction().execute(async (trx) => {
    const found = await findItem(trx, request.itemId, scope);
    if (found === undefined) return "not_found";
    // Every change of an order takes its row's lock first, so that two last lines cannot both think the other is open.
    const order = await deps.orders.lock(trx, found.orderId);
    const change = { trx, deps, scope, found, request, order: order?.state };
    const outcome = await changeOne(change);
    if (outcome === "version_conflict") return outcome;
    if (outcome === "changed") await tell(change);
    const [ticket] = await readTickets(trx, { locationId: scope.locationId, ticketIds: [found.ticketId] });
    return ticket === undefined ? "not_found" : { ticket };
  });
}

interface Change {
  readonly trx: Transaction<Database>;
  readonly deps: MoveDeps;
  readonly scope: KitchenScope;
  readonly found: ItemRef;
  readonly request: MoveRequest;
  readonly order: OrderState | undefined;
}

async function changeOne({ trx, deps, scope, found, request, order }: Change) {
  const { itemId, ticketId } = found;
  const { from, to } = ITEM_MOVES[request.move];
  const items = await lockItems(trx, ticketId);
  const item = items.find(({ id }) => id === itemId);
  if (item?.state === to) return "already";
  if (request.expectedVersion !== undefined && request.expectedVersion !== item?.version) return "version_conflict";
  if (order === undefined || !IN_THE_KITCHEN.includes(order)) return "version_conflict";
  const now = new Date(deps.clock.now());
  if (!(await changeItem(trx, { itemId, from, to, now }))) return "version_conflict";
  const state = ticketStateOf(items.map((one) => (one.id === itemId ? to : one.state)));
  await changeTicket(trx, { ticketId, state, staffId: scope.staffId, now });
  return "changed";
}

/** Brings the order along and tells of all of it, the events last. */
async function tell({ trx, deps, scope, found, order }: Change): Promise<void> {
  const { orderId, ticketId } = found;
  const to = (await hasOpenTicket(trx, orderId)) ? "preparing" : "ready";
  const moved = to !== order && (await deps.orders.move(trx, { orderId, to, now: new Date(deps.clock.now()) }));
  const events = await ticketEvents(trx, { locationId: scope.locationId, ticketIds: [ticketId] });
  for (const event of moved ? [...events, await deps.orders.event(trx, orderId)] : events) await emitEvent(trx, event);
}
