/** Writes a place's menu down as one document, in an order that depends on nothing but what it says. */
import type { Kysely } from "kysely";
import type { MenuDocument } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { gathered } from "./gathered.js";
import { CATEGORIES, ITEMS, VARIANTS } from "./menu-shelves.js";
import { GROUPS, TAXES } from "./option-shelves.js";

/** What a place has, read at one moment by a transaction that sees but one. */
export async function readDocument(trx: Kysely<Database>, locationId: string): Promise<MenuDocument | undefined> {
  const place = await trx
    .selectFrom("location")
    .select(["currency", "tax_inclusive"])
    .where("id", "=", locationId)
    .executeTakeFirst();
  if (place === undefined) return undefined;
  const standing = {
    taxes: await TAXES.list(trx, locationId),
    groups: await GROUPS.list(trx, locationId),
    categories: await CATEGORIES.list(trx, locationId),
    items: await ITEMS.list(trx, locationId),
    variants: await VARIANTS.list(trx, locationId),
  };
  const about = { format: "cloche-menu", version: 1, currency: place.currency, taxInclusive: place.tax_inclusive };
  return { ...(about as Pick<MenuDocument, keyof typeof about>), ...documentOf(standing) };
}

interface Standing {
  readonly taxes: Awaited<ReturnType<typeof TAXES.list>>;
  readonly groups: Awaited<ReturnType<typeof GROUPS.list>>;
  readonly categories: Awaited<ReturnType<typeof CATEGORIES.list>>;
  readonly items: Awaited<ReturnType<typeof ITEMS.list>>;
  readonly variants: Awaited<ReturnType<typeof VARIANTS.list>>;
}

function documentOf({ taxes, groups, categories, items, variants }: Standing) {
  const taxNames = new Map(taxes.map(({ id, name }) => [id, name]));
  const written = groupsOf(groups);
  const variantsOf = gathered(
    variants,
    ({ itemId }) => itemId,
    ({ name, price, prepSeconds }) => ({ name, price, prepSeconds }),
  );
  const dish = ({ id, taxCategoryId, groupIds, dayparts, ...item }: Standing["items"][number]) => ({
    ...{ name: item.name, description: item.description, tax: taxNames.get(taxCategoryId ?? "") ?? null },
    ...{ allergens: item.allergens, diets: item.diets, course: item.course, noPrep: item.noPrep },
    groups: [...new Set(groupIds.flatMap((group) => written.positions.get(group) ?? []))],
    dayparts: inOrder(dayparts),
    variants: variantsOf.get(id) ?? [],
  });
  const dishesOf = gathered(items, ({ categoryId }) => categoryId, dish);
  return {
    taxes: taxes.map(({ name, components }) => ({ name, components })).sort(byText(({ name }) => name)),
    groups: written.groups,
    categories: categories.map(({ id, name, active, dayparts }) => ({
      ...{ name, active, dayparts: inOrder(dayparts) },
      dishes: dishesOf.get(id) ?? [],
    })),
  };
}

/** A group of a document. */
export type GroupDocument = MenuDocument["groups"][number];

/** A group without what belongs to its place: ids, and who else has a hand in an option. */
function groupDocument({ name, min, max, maxPerOption, options }: GroupDocument): GroupDocument {
  const written = options.map(({ name: option, priceDelta, allergens }) => ({ name: option, priceDelta, allergens }));
  return { name, min, max, maxPerOption, options: written };
}

/** What tells a group from others: everything that is said of it. */
export function groupText(group: GroupDocument): string {
  return JSON.stringify(groupDocument(group));
}

/** Groups that are alike in everything are written once. */
function groupsOf(groups: Standing["groups"]) {
  const texts = new Map(groups.map((group) => [group.id, groupText(group)]));
  const each = [...new Map(groups.map((group) => [texts.get(group.id) ?? "", groupDocument(group)]))];
  const written = each.sort(byText(([text, { name }]) => `${name}\n${text}`));
  const places = new Map(written.map(([text], position) => [text, position]));
  const positions = new Map([...texts].map(([id, text]) => [id, places.get(text) ?? 0]));
  return { groups: written.map(([, group]) => group), positions };
}

type Window = MenuDocument["categories"][number]["dayparts"][number];

/** The database keeps them without an order. */
function inOrder(windows: readonly Window[]): Window[] {
  return windows
    .map((window) => ({ ...window, weekdays: [...window.weekdays].sort((one, other) => one - other) }))
    .sort(byText(({ weekdays, fromMinute, toMinute }) => JSON.stringify([weekdays, fromMinute, toMinute])));
}

/** By code units, which no database's language turns around. */
function byText<Thing>(textOf: (thing: Thing) => string): (one: Thing, other: Thing) => number {
  return (one, other) => {
    const [a, b] = [textOf(one), textOf(other)];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  };
}
