/** Writes what an import adds, many rows at a time. */
import type { Insertable, Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import type { ImportPlan } from "./plan-import.js";

/** PostgreSQL takes 65,535 values a statement. */
const ROWS = 500;

type MenuTable =
  | "tax_category"
  | "tax_component"
  | "modifier_group"
  | "modifier_option"
  | "menu_category"
  | "menu_item"
  | "item_variant"
  | "item_modifier_group"
  | "daypart";

/** Writes all of it, in the caller's transaction. */
export async function writeImport(trx: Transaction<Database>, locationId: string, plan: ImportPlan): Promise<void> {
  const rows = rowsOf(locationId, plan);
  // What others refer to comes first.
  for (const table of Object.keys(rows) as MenuTable[]) {
    for (let from = 0; from < rows[table].length; from += ROWS) {
      await trx
        .insertInto(table)
        .values(rows[table].slice(from, from + ROWS) as never)
        .execute();
    }
  }
}

type Rows = { readonly [Table in MenuTable]: readonly Insertable<Database[Table]>[] };

function rowsOf(location_id: string, { taxes, groups, categories, dishes }: ImportPlan): Rows {
  const here = () => ({ id: newId(), location_id });
  return {
    tax_category: taxes.map(({ id, name }) => ({ id, location_id, name })),
    tax_component: taxes.flatMap(({ id, components }) =>
      components.map(({ orderType, name, ratePpm }, ordinal) => ({
        ...{ ...here(), tax_category_id: id, order_type: orderType, name, rate_ppm: ratePpm, ordinal },
      })),
    ),
    modifier_group: groups.map(({ id, name, min, max, maxPerOption }) => ({
      ...{ id, location_id, name, min_select: min, max_select: max, max_per_option: maxPerOption },
    })),
    modifier_option: groups.flatMap(({ id, options }) =>
      options.map(({ name, priceDelta, allergens }, ordinal) => ({
        ...{ ...here(), group_id: id, name, price_delta: priceDelta, allergens, ordinal },
      })),
    ),
    menu_category: categories.map(({ id, name, active, ordinal }) => ({ id, location_id, name, active, ordinal })),
    menu_item: dishes.map(({ id, categoryId, taxId, ordinal, dish }) => ({
      ...{ id, location_id, category_id: categoryId, tax_category_id: taxId, ordinal },
      ...{ name: dish.name, description: dish.description, allergens: dish.allergens, diets: dish.diets },
      ...{ course: dish.course, no_prep: dish.noPrep },
    })),
    item_variant: dishes.flatMap(({ id, dish }) =>
      dish.variants.map(({ name, price, prepSeconds }, ordinal) => ({
        ...{ ...here(), item_id: id, name, price, prep_seconds: prepSeconds, ordinal },
      })),
    ),
    item_modifier_group: dishes.flatMap(({ id, groupIds }) =>
      groupIds.map((group_id, ordinal) => ({ location_id, item_id: id, group_id, ordinal })),
    ),
    daypart: [
      ...categories.flatMap(({ id, dayparts }) => dayparts.map((times) => ({ category_id: id, item_id: null, times }))),
      ...dishes.flatMap(({ id, dish }) => dish.dayparts.map((times) => ({ category_id: null, item_id: id, times }))),
    ].map(({ times: { weekdays, fromMinute, toMinute }, ...of }) => ({
      ...{ ...here(), ...of, weekdays: [...new Set(weekdays)], from_minute: fromMinute, to_minute: toMinute },
    })),
  };
}
