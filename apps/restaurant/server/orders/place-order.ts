/** Takes an order: prices it, numbers it, writes it, and sends it to the kitchen, all in one transaction. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import type { OrderSlip } from "../../contracts/index.js";
import { audit, type Database, type Effect, emitEvent, type NewEvent, newId } from "../platform/index.js";
import { type Place, readOffers, readPlace } from "./offers.store.js";
import { moveOrder, orderEvent } from "./order-moves.js";
import { insertLines, insertOrder, type NewOrder, nextNumber, takeStock } from "./orders.store.js";
import { needsOf, type OrderRefusal, type PricedLine, pricedLines, subtotalOf } from "./priced-lines.js";
import { type TrackToken, trackHash } from "./track-token.js";

/** Makes the tickets of an order whose lines are written, and answers the events to emit once all else is done. */
export type FireTickets = (trx: Transaction<Database>, orderId: string) => Promise<readonly NewEvent[]>;

/** What taking orders needs. */
export interface PlaceOrderDeps {
  readonly clock: Clock;
  readonly trackToken: TrackToken;
  readonly fireTickets: FireTickets;
}

/** What became of an order. */
export type Placing = Effect | { readonly refused: OrderRefusal };

/** The version of the first tracking link of every order. */
const FIRST_LINK = 1;

/** Takes orders, each in the transaction it is given; `refused` asks for that to be rolled back. */
export function orderPlacing({ clock, trackToken, fireTickets }: PlaceOrderDeps) {
  return async (trx: Transaction<Database>, slip: OrderSlip, requestId: string): Promise<Placing> => {
    const now = new Date(clock.now());
    const place = await readPlace(trx, now);
    if (place === undefined) return { refused: "item_unavailable" };
    const itemIds = [...new Set(slip.lines.map(({ itemId }) => itemId.toLowerCase()))];
    const lines = pricedLines(slip.lines, await readOffers(trx, { locationId: place.id, itemIds, now }));
    if (typeof lines === "string") return { refused: lines };
    if (!(await takeAllStock(trx, place, lines))) return { refused: "item_unavailable" };
    const order = await write(trx, { place, lines, slip, now, trackToken });
    const { id: entityId, locationId } = order;
    await audit(trx, {
      actor: { kind: "guest" },
      action: "order.placed",
      entity: "order",
      entityId,
      locationId,
      requestId,
    });
    const events = place.acceptsByItself ? await accept(trx, { orderId: entityId, now, fireTickets }) : [];
    for (const event of [...events, await orderEvent(trx, entityId)]) await emitEvent(trx, event);
    return { status: 201, resourceId: entityId };
  };
}

async function takeAllStock(trx: Transaction<Database>, place: Place, lines: readonly PricedLine[]): Promise<boolean> {
  for (const need of needsOf(lines)) if (!(await takeStock(trx, place.id, need))) return false;
  return true;
}

interface Writing {
  readonly place: Place;
  readonly lines: readonly PricedLine[];
  readonly slip: OrderSlip;
  readonly now: Date;
  readonly trackToken: TrackToken;
}

async function write(trx: Transaction<Database>, { place, lines, slip, now, trackToken }: Writing): Promise<NewOrder> {
  const id = newId();
  const subtotal = subtotalOf(lines);
  const order: NewOrder = {
    id,
    locationId: place.id,
    businessDate: place.businessDate,
    number: await nextNumber(trx, place.id, place.businessDate),
    currency: place.currency,
    menuRevision: place.menuRevision,
    subtotal,
    total: subtotal,
    trackHash: trackHash(trackToken({ orderId: id, trackVersion: FIRST_LINK })),
    contact: slip.contact,
    placedAt: now,
  };
  await insertOrder(trx, order);
  await insertLines(trx, order, lines);
  return order;
}

interface Accepting {
  readonly orderId: string;
  readonly now: Date;
  readonly fireTickets: FireTickets;
}

async function accept(
  trx: Transaction<Database>,
  { orderId, now, fireTickets }: Accepting,
): Promise<readonly NewEvent[]> {
  await moveOrFail(trx, { orderId, to: "accepted", now });
  const events = await fireTickets(trx, orderId);
  await moveOrFail(trx, { orderId, to: "preparing", now });
  return events;
}

async function moveOrFail(trx: Transaction<Database>, move: Parameters<typeof moveOrder>[1]): Promise<void> {
  if (!(await moveOrder(trx, move))) throw new Error(`An order that was just placed could not become ${move.to}.`);
}
