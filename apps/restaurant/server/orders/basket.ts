/** Prices a basket as one moment has it: its lines, its fees, its time; the same for a quote and for the order. */
import type { Kysely } from "kysely";
import type { Basket, OrderRefusal, SlipLine } from "../../contracts/index.js";
import { type Database, isWithin, localMoment } from "../platform/index.js";
import { type Bill, billOf } from "./bill.js";
import { readZone } from "./delivery.store.js";
import { minor } from "./money.js";
import type { OrderKitchen } from "./neighbours.js";
import { readOffers } from "./offers.store.js";
import type { Place } from "./places.store.js";
import { type PricedLine, pricedLines, type WantedLine } from "./priced-lines.js";
import { fireAt, readyAt } from "./promise.js";
import { readSlot } from "./slots.store.js";

/** A basket with its price and time. */
export interface PricedBasket {
  readonly basket: Basket;
  readonly lines: readonly PricedLine[];
  readonly bill: Bill;
  readonly promisedAt: Date;
  /** When the kitchen begins; `undefined` is at once. */
  readonly fireAt: Date | undefined;
  readonly slotId: string | undefined;
  readonly zoneId: string | undefined;
}

/** What pricing looks at. */
export interface Pricing {
  readonly place: Place;
  readonly now: Date;
  readonly kitchen: Pick<OrderKitchen, "readMakingSeconds">;
  /** Where the order's table stands. */
  readonly serviceArea?: string | undefined;
  /** Staff may sell while the place is closed or paused, and for any kind of order. */
  readonly byStaff?: boolean;
}

/** Prices a basket, or says why it cannot be had. Nothing is taken yet. */
export async function priceBasket(
  db: Kysely<Database>,
  { place, now, kitchen, serviceArea, byStaff = false }: Pricing,
  basket: Basket,
): Promise<PricedBasket | OrderRefusal> {
  const requestedAt = basket.requestedAt === undefined ? undefined : new Date(basket.requestedAt);
  const servedAt = requestedAt ?? now;
  const shut = byStaff ? undefined : shutFor(place, { basket, now, servedAt });
  if (shut !== undefined) return shut;
  const lines = await pricedLinesOf(db, { place, now, basket, servedAt });
  if (typeof lines === "string") return lines;
  const delivery = await deliveryOf(db, place, { basket, lines });
  if (typeof delivery === "string") return delivery;
  const timing = { basket, lines, now, requestedAt, serviceArea, travelMinutes: delivery.minutes };
  const time = await timeOf({ db, kitchen, place }, timing);
  if (typeof time === "string") return time;
  const bill = billOf(lines, { fees: minor(delivery.fee), tip: minor(basket.tip) });
  if (bill.tip > bill.subtotal) return "tip_too_high";
  return { basket, lines, bill, ...time, zoneId: delivery.zoneId };
}

interface Hour {
  readonly basket: Basket;
  readonly now: Date;
  readonly servedAt: Date;
}

function shutFor(place: Place, { basket, now, servedAt }: Hour): OrderRefusal | undefined {
  if (!place.orderTypes.includes(basket.orderType)) return "order_type_unavailable";
  if (!isWithin(place.hours, localMoment(servedAt, place.timeZone))) return "location_closed";
  const paused = place.pausedUntil !== null && place.pausedUntil > now && place.pausedUntil > servedAt;
  return paused ? "location_paused" : undefined;
}

function pricedLinesOf(db: Kysely<Database>, { place, now, basket, servedAt }: Hour & { readonly place: Place }) {
  const { orderType, lines } = basket;
  return readBasketLines(db, { place, now, servedAt, orderType, lines });
}

/** Lines to be priced. */
export interface LinesToPrice {
  readonly place: Place;
  readonly now: Date;
  /** When they are to be eaten; now, unless said. */
  readonly servedAt?: Date;
  readonly orderType: Basket["orderType"];
  readonly lines: readonly SlipLine[];
}

/** Prices lines as they are sold now, or says why they cannot be had. */
export async function readBasketLines(
  db: Kysely<Database>,
  { place, now, servedAt = now, orderType, lines }: LinesToPrice,
): Promise<readonly PricedLine[] | OrderRefusal> {
  const wanted = lines.map(wantedLine);
  const variantIds = [...new Set(wanted.filter(({ isItem }) => !isItem).map(({ offerId }) => offerId))];
  const itemIds = [...new Set(wanted.filter(({ isItem }) => isItem).map(({ offerId }) => offerId))];
  const offers = await readOffers(db, { place, variantIds, itemIds, orderType, now, servedAt });
  return pricedLines(wanted, { offers, taxes: place.taxes });
}

/** A line by its variant, or by its item, which then stands for its first variant. */
function wantedLine({
  variantId,
  itemId = "",
  quantity,
  options,
  instructions,
}: SlipLine): WantedLine & { readonly isItem: boolean } {
  const offerId = (variantId ?? itemId).toLowerCase();
  return { offerId, isItem: variantId === undefined, quantity, options, instructions };
}

interface Carried {
  readonly basket: Basket;
  readonly lines: readonly PricedLine[];
}

const NO_DELIVERY = { fee: 0, minutes: 0, zoneId: undefined };

async function deliveryOf(db: Kysely<Database>, place: Place, { basket, lines }: Carried) {
  if (basket.orderType !== "delivery") return NO_DELIVERY;
  const zone = await readZone(db, place.id, basket.address?.postcode ?? "");
  if (zone === undefined) return "out_of_zone";
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0);
  if (subtotal < zone.minimum) return "minimum_not_reached";
  return { fee: zone.fee, minutes: zone.minutes, zoneId: zone.id };
}

interface Timing extends Carried {
  readonly now: Date;
  readonly requestedAt: Date | undefined;
  readonly serviceArea: string | undefined;
  readonly travelMinutes: number;
}

interface Clockwork extends Pick<Pricing, "kitchen" | "place"> {
  readonly db: Kysely<Database>;
}

async function timeOf(
  { db, kitchen, place: { id, busyMinutes } }: Clockwork,
  { basket, lines, now, requestedAt, serviceArea, travelMinutes }: Timing,
): Promise<Pick<PricedBasket, "promisedAt" | "fireAt" | "slotId"> | OrderRefusal> {
  const prepSeconds = Math.max(0, ...lines.map(({ item }) => item.variant.prepSeconds));
  const load = { busyMinutes, makingSeconds: prepSeconds, travelMinutes };
  if (requestedAt === undefined) {
    const making = { locationId: id, orderType: basket.orderType, serviceArea, dishes: lines.map(dishOf) };
    const promisedAt = readyAt(now, { ...load, makingSeconds: await kitchen.readMakingSeconds(db, making) });
    return { promisedAt, fireAt: undefined, slotId: undefined };
  }
  const slot = await readSlot(db, id, { orderType: basket.orderType, startsAt: requestedAt });
  if (slot === undefined || slot.isFull || requestedAt < now) return "slot_full";
  return { promisedAt: requestedAt, fireAt: fireAt(requestedAt, now, load), slotId: slot.id };
}

function dishOf({ item, options }: PricedLine) {
  return { variantId: item.variant.id, optionIds: options.map(({ option }) => option.id) };
}
