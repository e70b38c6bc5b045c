/** A menu as one document: what a place sells and under which rules, by names alone, so that any place may take it. */
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { categories, groups, items, taxes, variants } from "./menu-admin.js";

/** The most a document holds, far beyond what a guest would read. */
export const MENU_LIMITS = {
  bytes: 2_000_000,
  taxes: 100,
  groups: 300,
  categories: 100,
  dishes: 1000,
  variants: 4000,
  options: 4000,
} as const;

const currency = z.string().regex(/^[A-Z]{3}$/);
const taxName = taxes.View.shape.name;
const optionShape = groups.View.shape.options.unwrap().shape;

const Option = z.object({
  name: optionShape.name,
  priceDelta: optionShape.priceDelta,
  allergens: optionShape.allergens,
});
const Group = z.object({
  name: groups.View.shape.name,
  min: groups.View.shape.min,
  max: groups.View.shape.max,
  maxPerOption: groups.View.shape.maxPerOption,
  options: z.array(Option).max(100),
});
const Variant = variants.View.pick({ name: true, price: true, prepSeconds: true });
const Dish = items.View.pick({
  ...{ name: true, allergens: true, diets: true, course: true, noPrep: true, dayparts: true },
}).extend({
  description: plainText(500),
  tax: taxName.nullable().meta({ description: "The name of one of `taxes`." }),
  groups: z.array(z.int().min(0)).max(20).meta({ description: "Positions in `groups`, in the order they are asked." }),
  variants: z.array(Variant).max(50),
});
const Category = categories.View.pick({ name: true, active: true, dayparts: true }).extend({
  dishes: z.array(Dish).max(MENU_LIMITS.dishes),
});

export const MenuDocument = z.object({
  format: z.literal("cloche-menu"),
  version: z.literal(1),
  currency: currency.meta({ description: "Every price is in its minor units." }),
  taxInclusive: z.boolean().meta({ description: "Whether the prices hold the tax already." }),
  taxes: z.array(z.object({ name: taxName, components: taxes.View.shape.components })).max(MENU_LIMITS.taxes),
  groups: z.array(Group).max(MENU_LIMITS.groups),
  categories: z.array(Category).max(MENU_LIMITS.categories),
});
export type MenuDocument = z.infer<typeof MenuDocument>;

/** What is wrong with a document whose fields are all well. */
export interface MenuFault {
  readonly path: readonly (string | number)[];
  readonly code: "duplicate" | "unknown" | "too_big" | "min_above_max";
  readonly reason: string;
}

/** What no single field shows: names that come twice, references into nothing, and sums that are too large. */
export function menuFaults({ taxes: ofTaxes, groups: ofGroups, categories: ofCategories }: MenuDocument): MenuFault[] {
  const dishes = ofCategories.flatMap(({ dishes: all }) => all);
  return [
    ...twice(ofTaxes.map(nameOf), (at) => ["taxes", at, "name"]),
    ...ofTaxes.flatMap(({ components }, tax) =>
      twice(
        components.map(({ orderType, name }) => `${orderType} ${name}`),
        (at) => ["taxes", tax, "components", at, "name"],
      ),
    ),
    // Sizes of pizza and of coffee may both be called so; two that are alike in everything are one.
    ...twice(
      ofGroups.map((group) => JSON.stringify(group)),
      (at) => ["groups", at],
    ),
    ...ofGroups.flatMap(({ min, max }, at) => (min <= max ? [] : [fault(["groups", at, "min"], "min_above_max")])),
    ...twice(ofCategories.map(nameOf), (at) => ["categories", at, "name"]),
    ...ofCategories.flatMap((category, at) => faultsOfDishes(category, ["categories", at, "dishes"])),
    ...ofCategories.flatMap((category, at) => unknownIn(category, at, { taxes: ofTaxes, groups: ofGroups })),
    ...tooMany(dishes.length, "dishes", ["categories"]),
    ...tooMany(sum(dishes.map(({ variants: all }) => all.length)), "variants", ["categories"]),
    ...tooMany(sum(ofGroups.map(({ options }) => options.length)), "options", ["groups"]),
  ];
}

type Path = MenuFault["path"];
type CategoryOf = MenuDocument["categories"][number];

const REASONS: Readonly<Record<MenuFault["code"], string>> = {
  duplicate: "There is another one like that.",
  unknown: "The document has none of this.",
  too_big: "The document has too many of these.",
  min_above_max: "This is more than may be chosen.",
};

function fault(path: Path, code: MenuFault["code"]): MenuFault {
  return { path, code, reason: REASONS[code] };
}

function faultsOfDishes({ dishes }: CategoryOf, path: Path): readonly MenuFault[] {
  return [
    ...twice(dishes.map(nameOf), (at) => [...path, at, "name"]),
    ...dishes.flatMap(({ variants: all, groups: asked }, dish) => [
      ...twice(all.map(nameOf), (at) => [...path, dish, "variants", at, "name"]),
      ...twice(asked.map(String), (at) => [...path, dish, "groups", at]),
    ]),
  ];
}

function unknownIn(
  { dishes }: CategoryOf,
  category: number,
  known: Pick<MenuDocument, "taxes" | "groups">,
): readonly MenuFault[] {
  const taxNames = new Set<string | null>([null, ...known.taxes.map(({ name }) => name)]);
  return dishes.flatMap(({ tax, groups: asked }, at) => {
    const path = ["categories", category, "dishes", at];
    const isStrange = (position: number) => position >= known.groups.length;
    return [
      ...(taxNames.has(tax) ? [] : [fault([...path, "tax"], "unknown")]),
      ...asked.flatMap((position, index) =>
        isStrange(position) ? [fault([...path, "groups", index], "unknown")] : [],
      ),
    ];
  });
}

/** Each that has come before. */
function twice(keys: readonly string[], pathOf: (at: number) => Path): readonly MenuFault[] {
  const first = new Map(keys.map((key, at) => [key, at] as const).reverse());
  return keys.flatMap((key, at) => (first.get(key) === at ? [] : [fault(pathOf(at), "duplicate")]));
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

function tooMany(count: number, kind: "dishes" | "variants" | "options", path: Path): readonly MenuFault[] {
  return count <= MENU_LIMITS[kind] ? [] : [fault(path, "too_big")];
}
