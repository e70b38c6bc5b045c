/** Reads what is sold at the moment of ordering: prices, names, options, taxes, times, and what is left. */
import type { Kysely } from "kysely";
import { type Database, isWithin, localMoment, type OrderType } from "../platform/index.js";
import type { OfferedGroup } from "./chosen-options.js";
import { type Minor, minor } from "./money.js";
import { type OfferedIds, type OfferRows, readOfferRows } from "./offer-rows.store.js";
import type { Place } from "./places.store.js";
import type { TaxComponent } from "./taxes.js";

/** How many there are: `undefined` is as many as wanted. */
export type Left = number | undefined;

/** An option as it is sold. */
export interface SoldOption {
  readonly id: string;
  readonly groupId: string;
  readonly name: string;
  readonly priceDelta: Minor;
  readonly allergens: readonly string[];
  readonly left: Left;
}

/** A variant of an item as it is sold. */
export interface SoldItem {
  readonly id: string;
  readonly name: string;
  readonly course: number;
  readonly allergens: readonly string[];
  readonly variant: {
    readonly id: string;
    readonly name: string;
    readonly price: Minor;
    readonly prepSeconds: number;
    readonly left: Left;
  };
  readonly groups: readonly OfferedGroup[];
  readonly options: readonly SoldOption[];
  readonly taxes: readonly TaxComponent[];
  /** Whether it is sold at the hour it is wanted for. */
  readonly isOnTime: boolean;
}

/** Which variants and items, for what, and when. */
export interface OfferQuery extends OfferedIds {
  readonly place: Pick<Place, "id" | "timeZone">;
  readonly orderType: OrderType;
  readonly now: Date;
  /** When it is to be eaten. */
  readonly servedAt: Date;
}

/** What is sold, by the variant's id, and by the item's for those that were wanted by it. */
export async function readOffers(db: Kysely<Database>, query: OfferQuery): Promise<ReadonlyMap<string, SoldItem>> {
  const { place, variantIds, itemIds, orderType, now } = query;
  const rows = await readOfferRows(db, { locationId: place.id, variantIds, itemIds, orderType, now });
  const parts: OfferParts = {
    ...rows,
    left: new Map(rows.left.map((row) => [`${row.target_kind} ${row.target_id}`, row.remaining ?? 0])),
    moment: localMoment(query.servedAt, place.timeZone),
  };
  const offers = new Map<string, SoldItem>();
  for (const row of rows.variants) {
    const item = soldItem(row, parts);
    offers.set(row.id, item);
    // The rows come in the menu's order, so that an item stands for its first variant.
    if (itemIds.includes(row.item_id) && !offers.has(row.item_id)) offers.set(row.item_id, item);
  }
  return offers;
}

interface OfferParts extends Pick<OfferRows, "groups" | "options" | "taxes" | "windows"> {
  readonly left: ReadonlyMap<string, number>;
  readonly moment: ReturnType<typeof localMoment>;
}

function soldItem(row: OfferRows["variants"][number], parts: OfferParts): SoldItem {
  const offered = parts.groups.filter(({ item_id }) => item_id === row.item_id);
  const groupIds = new Set(offered.map(({ id }) => id));
  const windowsOf = (scope: string) =>
    parts.windows.filter(({ category_id, item_id }) => (category_id ?? item_id) === scope);
  return {
    id: row.item_id,
    name: row.item_name,
    course: row.course,
    allergens: row.allergens,
    variant: {
      id: row.id,
      name: row.name,
      price: minor(row.price),
      prepSeconds: row.prep_seconds,
      left: parts.left.get(`variant ${row.id}`),
    },
    groups: offered.map(({ id, name, min_select: min, max_select: max, max_per_option: maxPerOption }) => ({
      ...{ id, name, min, max, maxPerOption },
    })),
    options: parts.options
      .filter(({ group_id }) => groupIds.has(group_id))
      .map(({ id, group_id: groupId, name, price_delta, allergens }) => ({
        ...{ id, groupId, name, allergens },
        priceDelta: minor(price_delta),
        left: parts.left.get(`option ${id}`),
      })),
    taxes: parts.taxes
      .filter(({ tax_category_id }) => tax_category_id === row.tax_category_id)
      .map(({ name, rate_ppm: ratePpm }) => ({ name, ratePpm })),
    isOnTime: [row.category_id, row.item_id].every((scope) => isWithin(windowsOf(scope), parts.moment)),
  };
}
