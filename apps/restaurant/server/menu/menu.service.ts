/** Puts the menu together as guests see it. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { Menu, MenuItem } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readCategories, readGroups, readItems, readOptions, readPlace, readSoldOut } from "./menu.store.js";

type Group = MenuItem["optionGroups"][number];

/** The menu of a place that is not set up yet. */
const NOTHING: Menu = { restaurant: { name: "", currency: "XXX" }, categories: [], items: [] };

/** Reads the menu as one moment has it. */
export function readMenuNow(db: Kysely<Database>, clock: Clock): Promise<Menu> {
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return snapshot.execute(async (trx) => {
    const place = await readPlace(trx);
    if (place === undefined) return NOTHING;
    const categories = await readCategories(trx, place.id);
    const soldOut = await readSoldOut(trx, place.id, new Date(clock.now()));
    const groupsOf = await groupsByItem(trx, { locationId: place.id, currency: place.currency, soldOut });
    const items = await readItems(trx, place.id);
    const shown = new Set(categories.map(({ id }) => id));
    return {
      restaurant: { name: place.name, currency: place.currency },
      categories,
      items: items
        .filter((item) => shown.has(item.category_id))
        .map((item) => itemOf(item, place.currency, { groupsOf, soldOut })),
    };
  });
}

interface Sale {
  readonly groupsOf: ReadonlyMap<string, Group[]>;
  readonly soldOut: ReadonlySet<string>;
}

type ItemRow = Awaited<ReturnType<typeof readItems>>[number];

function itemOf(row: ItemRow, currency: string, { groupsOf, soldOut }: Sale): MenuItem {
  const optionGroups = groupsOf.get(row.id) ?? [];
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    price: { amount: row.price, currency },
    categoryId: row.category_id,
    allergens: row.allergens,
    diets: row.diets,
    available: !soldOut.has(row.variant_id) && optionGroups.every(isSatisfiable),
    optionGroups,
  };
}

/** Whether enough options are left for a guest to satisfy the group. */
function isSatisfiable({ min, maxPerOption, options }: Group): boolean {
  return options.length * maxPerOption >= min;
}

interface Stock {
  readonly locationId: string;
  readonly currency: string;
  readonly soldOut: ReadonlySet<string>;
}

async function groupsByItem(trx: Kysely<Database>, { locationId, currency, soldOut }: Stock) {
  const options = await readOptions(trx, locationId);
  const inGroup = new Map<string, Group["options"]>();
  for (const { id, group_id, name, price_delta, allergens } of options) {
    if (soldOut.has(id)) continue;
    const option = { id, name, price: { amount: price_delta, currency }, allergens };
    inGroup.set(group_id, [...(inGroup.get(group_id) ?? []), option]);
  }
  const ofItem = new Map<string, Group[]>();
  for (const row of await readGroups(trx, locationId)) {
    const limits = { min: row.min_select, max: row.max_select, maxPerOption: row.max_per_option };
    const group = { id: row.id, name: row.name, ...limits, options: inGroup.get(row.id) ?? [] };
    ofItem.set(row.item_id, [...(ofItem.get(row.item_id) ?? []), group]);
  }
  return ofItem;
}
