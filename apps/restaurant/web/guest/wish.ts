/** How, where and when a guest wants the order, as it is typed, and the basket that comes of it. */
import type { Address, Basket, Location, Menu } from "../../contracts/index.js";
import { type CartLine, slipLines } from "./cart.js";
import type { Seat } from "./seat.js";
import { words } from "./words/index.js";

/** A kind of order. */
export type OrderType = Location["orderTypes"][number];

/** What the guest has said beside the dishes. */
export interface Wish {
  readonly orderType: OrderType;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly more: string;
  /** The start of a slot; empty is as soon as possible. */
  readonly requestedAt: string;
  /** Whole minor units. */
  readonly tip: number;
  /** What none of the dishes may hold: one note for the whole order, which every station reads first. */
  readonly allergyNote: string;
  /** Whether the address is kept in the account. */
  readonly keepsAddress: boolean;
}

export const NO_WISH: Wish = {
  ...{ orderType: "pickup", street: "", postcode: "", city: "", more: "", requestedAt: "", tip: 0 },
  ...{ allergyNote: "", keepsAddress: false },
};

/** What the kinds are called; a table by its own name. */
export function typeName(type: OrderType, seat: Seat | undefined): string {
  return (type === "dine_in" ? seat?.label : undefined) ?? words.place.types[type];
}

/** The kinds a guest can choose here; eating in needs the code of a table. */
export function typesFor({ orderTypes }: Location, seat: Seat | undefined): readonly OrderType[] {
  return orderTypes.filter((type) => type !== "dine_in" || seat !== undefined);
}

export type Zone = Location["deliveryZones"][number];

/** The zone a postcode lies in: that of the longest beginning that fits, as the server has it. */
export function zoneOf({ deliveryZones }: Pick<Location, "deliveryZones">, postcode: string): Zone | undefined {
  const wanted = spelt(postcode);
  const fits = deliveryZones.flatMap((zone) =>
    zone.postcodes.map(spelt).flatMap((start) => (wanted.startsWith(start) ? [{ zone, length: start.length }] : [])),
  );
  return fits.sort((a, b) => b.length - a.length)[0]?.zone;
}

const spelt = (postcode: string): string => postcode.replaceAll(/[\s-]/g, "").toUpperCase();

/** What is to be priced; `undefined` while something needed for that is missing. */
export function basketOf(lines: readonly CartLine[], wish: Wish, seat: Seat | undefined): Basket | undefined {
  if (lines.length === 0) return undefined;
  const place = placeOf(wish, seat);
  if (place === undefined) return undefined;
  const { requestedAt, tip } = wish;
  return { ...place, ...(requestedAt === "" ? {} : { requestedAt }), tip, lines: slipLines(lines) };
}

function placeOf(wish: Wish, seat: Seat | undefined): Pick<Basket, "orderType" | "tableToken" | "address"> | undefined {
  const { orderType, street, postcode, city, more } = wish;
  if (orderType === "dine_in") return seat && { orderType, tableToken: seat.tableToken };
  if (orderType === "pickup") return { orderType };
  const [where, code, town, rest] = [street, postcode, city, more].map((part) => part.trim());
  if (!where || !code || code.length < 2 || !town) return undefined;
  return { orderType, address: { street: where, postcode: code, city: town, ...(rest ? { more: rest } : {}) } };
}

/** The lines of which something cannot be had any more. */
export function awayLines(lines: readonly CartLine[], menu: Menu): readonly CartLine[] {
  return lines.filter(({ item, variantId, options }) => {
    const now = menu.items.find(({ id }) => id === item.id);
    if (now?.available !== true) return true;
    if (now.variants.find(({ id }) => id === variantId)?.available !== true) return true;
    const offered = new Set(now.optionGroups.flatMap((group) => group.options.map(({ id }) => id)));
    return Object.entries(options).some(([id, count]) => count > 0 && !offered.has(id));
  });
}

/** An address of the account, as the fields hold it. */
export function wishedAddress({ street, postcode, city, more = "" }: Address): Partial<Wish> {
  return { street, postcode, city, more };
}
