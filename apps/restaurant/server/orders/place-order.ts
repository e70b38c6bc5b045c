/** Takes an order: prices it anew, takes stock and slot, numbers it, writes it, and sends it on, in one transaction. */
import type { Clock } from "cloche";
import type { Transaction } from "kysely";
import { type Basket, isReachable, type OrderRefusal, type OrderSlip } from "../../contracts/index.js";
import { audit, type Database, type Effect, emitEvents, newId } from "../platform/index.js";
import { type PricedBasket, priceBasket } from "./basket.js";
import type { OrderKitchen, OrderMoney, Provider } from "./neighbours.js";
import type { OrderFlow } from "./order-flow.js";
import { insertLines } from "./order-lines.store.js";
import { eventOf } from "./order-moves.js";
import { insertOrder, type NewRow } from "./orders.store.js";
import { payingOf } from "./paying.js";
import { readPlace } from "./places.store.js";
import { needsOf } from "./priced-lines.js";
import type { QuoteNote } from "./quotes.js";
import { readSignedIn } from "./signed-in.store.js";
import type { SignedNotes } from "./signed-notes.js";
import { takeSlot } from "./slots.store.js";
import { takeStock } from "./stock.store.js";
import { isGranted, joinSession, readAreaOfToken, type Seating, type TableGrant } from "./tables.store.js";
import { type TrackToken, trackHash } from "./track-token.js";
import { countUnpaidOf } from "./unpaid.store.js";
import type { Wish } from "./wish.js";

/** What taking orders needs. */
export interface PlaceOrderDeps {
  readonly clock: Clock;
  readonly trackToken: TrackToken;
  readonly quotes: SignedNotes<QuoteNote>;
  readonly tables: SignedNotes<TableGrant>;
  readonly flow: OrderFlow;
  readonly kitchen: Pick<OrderKitchen, "readMakingSeconds">;
  /** Whether the house writes e-mail. */
  readonly byMail: boolean;
  /** The payments'; without them nobody pays online. */
  readonly money: Pick<OrderMoney, "openAttempt"> | undefined;
}

/** Why an order is not taken, whoever sends it. */
type WishRefusal = OrderRefusal | "price_changed" | "provider_unavailable";
/** Why a guest's is not. */
export type PlaceRefusal = WishRefusal | "contact_required";

/** What became of an order. */
export type Placing<Refusal = WishRefusal> = Effect | { readonly refused: Refusal };

/** The version of the first tracking link of every order. */
const FIRST_LINK = 1;
const MOST_UNPAID_AT_TABLE = 3;
const MOST_RECENT_AT_TABLE = 5;
const MOST_LINES_AT_TABLE = 10;
const MOST_UNPAID_OF_ADDRESS = 3;

/** Takes guests' orders, each in the transaction it is given; `refused` asks for that to be rolled back. */
export function orderPlacing(deps: PlaceOrderDeps) {
  return async (
    trx: Transaction<Database>,
    slip: OrderSlip,
    { customerId, requestId }: Sender,
  ): Promise<Placing<PlaceRefusal>> => {
    const now = new Date(deps.clock.now());
    const opened = await openSlip(deps, slip);
    if (opened === undefined) return { refused: "quote_expired" };
    const place = await readPlace(trx, { ...opened.where, now });
    if (place === undefined) return { refused: "item_unavailable" };
    const { basket, quoted } = opened;
    const { byMail } = deps;
    const { contact } = slip;
    if (!isReachable({ orderType: basket.orderType, byMail, contact })) return { refused: "contact_required" };
    const channel = basket.tableToken === undefined ? "web" : "qr";
    const serviceArea = await readAreaOfToken(trx, deps.tables, basket.tableToken);
    const customer = customerId === undefined ? undefined : await readSignedIn(trx, customerId);
    const actor =
      customer === undefined ? ({ kind: "guest" } as const) : { kind: "customer" as const, id: customer.id };
    const wish: Wish = { place, basket, quoted, slip, channel, serviceArea, actor, customer, requestId, byMail };
    return placeWish(deps, trx, wish);
  };
}

/** Who sends an order. */
interface Sender {
  /** The customer whose cookie came with it. */
  readonly customerId: string | undefined;
  readonly requestId: string;
}

async function openSlip({ quotes }: PlaceOrderDeps, slip: OrderSlip) {
  const { quoteId, location: slug, lines = [], orderType = "pickup", tip = 0, tableToken, address, requestedAt } = slip;
  if (quoteId === undefined) {
    const basket: Basket = { lines, orderType, tip, tableToken, address, requestedAt };
    return { where: { slug }, basket, quoted: undefined };
  }
  const note = await quotes.read(quoteId);
  return note === undefined ? undefined : { where: { id: note.locationId }, basket: note.basket, quoted: note.total };
}

/** Takes an order in the transaction it is given. */
export async function placeWish(deps: PlaceOrderDeps, trx: Transaction<Database>, wanted: Wish): Promise<Placing> {
  const now = new Date(deps.clock.now());
  const { place, basket, quoted, serviceArea } = wanted;
  const pricing = { place, now, kitchen: deps.kitchen, serviceArea, byStaff: wanted.actor.kind === "staff" };
  const priced = await priceBasket(trx, pricing, basket);
  if (typeof priced === "string") return { refused: priced };
  if (quoted !== undefined && quoted !== priced.bill.total) return { refused: "price_changed" };
  const paying = payingOf(wanted, priced.bill.total);
  if (typeof paying === "string") return { refused: paying };
  const { wish, paysOnline } = paying;
  if (await owesTooMuch(trx, wish)) return { refused: "phone_limit" };
  const seating = wish.seating ?? (await seatingOf(trx, { deps, wish, now }));
  if (typeof seating === "string") return { refused: seating };
  const writing: Writing = { deps, trx, wish, priced, now, paysOnline, seating };
  if (priced.slotId !== undefined && !(await takeSlot(trx, priced.slotId))) return { refused: "slot_full" };
  const order = await write(writing);
  if (order === undefined) return { refused: "item_unavailable" };
  if (wish.isDraft === true) return keepOpen(writing, order);
  return paysOnline ? awaitMoney(writing, order) : sendOn(writing, order);
}

/** The session of the table the guest sits at. */
async function seatingOf(
  trx: Transaction<Database>,
  { deps: { tables }, wish: { place, basket }, now }: Pick<Writing, "deps" | "wish" | "now">,
): Promise<Seating | OrderRefusal | undefined> {
  if (basket.orderType !== "dine_in") return undefined;
  const grant = basket.tableToken === undefined ? undefined : await tables.read(basket.tableToken);
  if (grant === undefined || !(await isGranted(trx, place.id, grant))) return "table_session_ended";
  const seating = await joinSession(trx, { locationId: place.id, tableId: grant.tableId, now });
  const isOften = seating.recent >= MOST_RECENT_AT_TABLE || seating.unpaid >= MOST_UNPAID_AT_TABLE;
  return isOften || basket.lines.length > MOST_LINES_AT_TABLE ? "table_limit" : seating;
}

/** What is easily typed in is no reason to cook for nothing again and again; staff know whom they serve. */
async function owesTooMuch(trx: Transaction<Database>, { actor, place, slip }: Wish): Promise<boolean> {
  if (actor.kind === "staff") return false;
  return (await countUnpaidOf(trx, place.id, slip.contact)) >= MOST_UNPAID_OF_ADDRESS;
}

interface Writing {
  readonly deps: PlaceOrderDeps;
  readonly trx: Transaction<Database>;
  readonly wish: Wish;
  readonly priced: PricedBasket;
  readonly now: Date;
  readonly paysOnline: boolean;
  readonly seating: Seating | undefined;
}

/** Writes the order with its lines and what it takes; `undefined` where too little is left. */
async function write({ deps, trx, wish, priced, now, paysOnline, seating }: Writing): Promise<NewRow | undefined> {
  const { place } = wish;
  const id = newId();
  const order = await insertOrder(trx, {
    id,
    place,
    wish,
    priced,
    trackHash: trackHash(deps.trackToken({ orderId: id, trackVersion: FIRST_LINK })),
    sessionId: seating?.sessionId,
    now,
    expiresAt: paysOnline ? new Date(now.getTime() + place.paymentTimeoutSeconds * 1000) : undefined,
  });
  const stands = { orderId: id, locationId: place.id };
  const addedBy = wish.actor.kind === "staff" ? "staff" : "guest";
  await insertLines(trx, { ...stands, addedBy, firstOrdinal: 0 }, priced.lines);
  return (await takeStock(trx, stands, needsOf(priced.lines))) ? order : undefined;
}

/** Waits for the money: the attempt's row is there before any partner hears of it. */
async function awaitMoney({ deps, trx, wish }: Writing, order: NewRow): Promise<Placing> {
  const provider = wish.slip.payment?.provider ?? DEFAULT_PROVIDER;
  const opened = await deps.money?.openAttempt(trx, { orderId: order.id, provider });
  if (opened?.opened !== true) return { refused: "provider_unavailable" };
  await record(trx, wish, { orderId: order.id, action: "order.created" });
  await emitEvents(trx, [await eventOf(trx, order)]);
  return { status: 201, resourceId: order.id };
}

const DEFAULT_PROVIDER: Provider = "stripe";

/** Keeps an order open that somebody is still taking. */
async function keepOpen({ trx, wish }: Writing, order: NewRow): Promise<Placing> {
  await record(trx, wish, { orderId: order.id, action: "order.opened" });
  await emitEvents(trx, [await eventOf(trx, order)]);
  return { status: 201, resourceId: order.id };
}

/** Sends an order on that needs no money first. */
async function sendOn({ deps, trx, wish, priced, now, seating }: Writing, order: NewRow): Promise<Placing> {
  await record(trx, wish, { orderId: order.id, action: "order.placed" });
  // Whoever sits down first and pays later has been seen by nobody.
  const needsNod = wish.actor.kind !== "staff" && seating?.isFirstOrder === true;
  const holdsStock = needsOf(priced.lines).length > 0;
  await emitEvents(trx, await deps.flow.placed(trx, { order, now, needsNod, holdsStock, place: wish.place }));
  return { status: 201, resourceId: order.id };
}

function record(
  trx: Transaction<Database>,
  { place, actor, requestId }: Wish,
  { orderId, action }: { readonly orderId: string; readonly action: string },
): Promise<void> {
  return audit(trx, { actor, action, entity: "order", entityId: orderId, locationId: place.id, requestId });
}
