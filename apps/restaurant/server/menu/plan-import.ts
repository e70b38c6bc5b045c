/** Plans what a document adds to a menu: whatever the place has not by that name; what it has stays as it is. */
import type { MenuDocument, MenuImported } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { type GroupDocument, groupText } from "./read-document.js";

type TaxDocument = MenuDocument["taxes"][number];
type CategoryDocument = MenuDocument["categories"][number];
type DishDocument = CategoryDocument["dishes"][number];

/** What is on the menu already, each thing in the menu's order. */
export interface OnMenu {
  readonly taxes: readonly { readonly id: string; readonly name: string }[];
  readonly groups: readonly (GroupDocument & { readonly id: string })[];
  readonly categories: readonly { readonly id: string; readonly name: string; readonly ordinal: number }[];
  readonly items: readonly { readonly categoryId: string; readonly name: string; readonly ordinal: number }[];
}

/** A dish to be written. */
export interface NewDish {
  readonly id: string;
  readonly categoryId: string;
  readonly taxId: string | null;
  readonly groupIds: readonly string[];
  readonly ordinal: number;
  readonly dish: DishDocument;
}

/** What is to be written. */
export interface ImportPlan {
  readonly taxes: readonly (TaxDocument & { readonly id: string })[];
  readonly groups: readonly (GroupDocument & { readonly id: string })[];
  readonly categories: readonly (Omit<CategoryDocument, "dishes"> & {
    readonly id: string;
    readonly ordinal: number;
  })[];
  readonly dishes: readonly NewDish[];
  readonly told: Pick<MenuImported, "added" | "left">;
}

/** The highest place in an order that a menu's keepers may give. */
const LAST = 10_000;

/** Plans it. */
export function planImport(menu: MenuDocument, there: OnMenu): ImportPlan {
  const taxes = matched(menu.taxes, idsBy(there.taxes, nameOf), nameOf);
  const categories = matched(menu.categories, idsBy(there.categories, nameOf), nameOf);
  const placed = menu.categories.map((category, at) => dishesOf(category, categories.ids[at] ?? "", there.items));
  const wanted = wantedGroups(menu, placed, there.groups);
  const groups = matched(menu.groups, idsBy(there.groups, groupText), groupText);
  const newGroups = groups.fresh.filter(({ at }) => wanted.has(at));
  const taxIds = new Map(menu.taxes.map(({ name }, at) => [name, taxes.ids[at] ?? ""]));
  const after = endOf(there.categories);
  const dishes = placed.flatMap(({ added }) =>
    added.map(({ dish, ...where }) => ({
      ...{ ...where, id: newId(), dish },
      taxId: dish.tax === null ? null : (taxIds.get(dish.tax) ?? null),
      groupIds: dish.groups.map((at) => groups.ids[at] ?? ""),
    })),
  );
  const named = menu.categories.map(({ name }) => name);
  return {
    taxes: taxes.fresh.map(({ thing, id }) => ({ ...thing, id })),
    groups: newGroups.map(({ thing, id }) => ({ ...thing, id })),
    categories: categories.fresh.map(({ thing: { name, active, dayparts }, id }, at) => ({
      ...{ id, name, active, dayparts, ordinal: Math.min(after + at, LAST) },
    })),
    dishes,
    told: {
      added: {
        taxes: taxes.fresh.map(({ thing }) => thing.name),
        groups: newGroups.map(({ thing }) => thing.name),
        categories: categories.fresh.map(({ thing }) => thing.name),
        dishes: placed.flatMap(({ added }, at) => added.map(({ dish }) => inCategory(named[at], dish))),
      },
      left: {
        taxes: taxes.known.map(({ name }) => name),
        groups: menu.groups.filter((_, at) => !newGroups.some((group) => group.at === at)).map(({ name }) => name),
        categories: categories.known.map(({ name }) => name),
        dishes: placed.flatMap(({ left }, at) => left.map((dish) => inCategory(named[at], dish))),
      },
    },
  };
}

const nameOf = ({ name }: { readonly name: string }) => name;
const inCategory = (category = "", { name }: DishDocument) => ({ category, name });

/** The ids of things by their keys; of several alike the first counts. */
function idsBy<Known extends { readonly id: string }>(known: readonly Known[], keyOf: (one: Known) => string) {
  return new Map([...known].reverse().map((one) => [keyOf(one), one.id]));
}

/** What of a document is there already, and an id for each thing of it. */
function matched<Thing>(things: readonly Thing[], there: ReadonlyMap<string, string>, keyOf: (thing: Thing) => string) {
  const each = things.map((thing, at) => ({ thing, at, known: there.get(keyOf(thing)), id: newId() }));
  return {
    ids: each.map(({ known, id }) => known ?? id),
    fresh: each.filter(({ known }) => known === undefined),
    known: each.filter(({ known }) => known !== undefined).map(({ thing }) => thing),
  };
}

interface PlacedDishes {
  readonly added: readonly { readonly dish: DishDocument; readonly categoryId: string; readonly ordinal: number }[];
  readonly left: readonly DishDocument[];
}

/** The dishes of a category behind those that are there. */
function dishesOf({ dishes }: CategoryDocument, categoryId: string, items: OnMenu["items"]): PlacedDishes {
  const there = items.filter((item) => item.categoryId === categoryId);
  const names = new Set(there.map(({ name }) => name));
  const after = endOf(there);
  return {
    added: dishes
      .filter(({ name }) => !names.has(name))
      .map((dish, at) => ({ dish, categoryId, ordinal: Math.min(after + at, LAST) })),
    left: dishes.filter(({ name }) => names.has(name)),
  };
}

/** Groups of dishes that are added; of those that no dish asks, the ones whose name is new. */
function wantedGroups(
  menu: MenuDocument,
  placed: readonly PlacedDishes[],
  there: OnMenu["groups"],
): ReadonlySet<number> {
  const asked = new Set(menu.categories.flatMap(({ dishes }) => dishes.flatMap(({ groups }) => groups)));
  const names = new Set(there.map(({ name }) => name));
  const unasked = menu.groups.flatMap(({ name }, at) => (asked.has(at) || names.has(name) ? [] : [at]));
  return new Set([...unasked, ...placed.flatMap(({ added }) => added.flatMap(({ dish }) => dish.groups))]);
}

function endOf(things: readonly { readonly ordinal: number }[]): number {
  return things.reduce((end, { ordinal }) => Math.max(end, ordinal + 1), 0);
}
