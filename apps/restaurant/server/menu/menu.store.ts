/** Reads the menu's tables. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** The place whose menu it is; until there are several, the only one. */
export function readPlace(db: Kysely<Database>) {
  return db.selectFrom("location").select(["id", "name", "currency"]).orderBy("id").limit(1).executeTakeFirst();
}

/** The categories that are shown, in the menu's order. */
export function readCategories(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("menu_category")
    .select(["id", "name"])
    .where("location_id", "=", locationId)
    .where("active", "=", true)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

/** The items that are sold, each with its first variant, in the menu's order. */
export function readItems(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("menu_item as item")
    .innerJoin("item_variant as variant", "variant.item_id", "item.id")
    .distinctOn(["item.ordinal", "item.id"])
    .select(["item.id", "item.name", "item.description", "item.category_id", "item.allergens", "item.diets"])
    .select(["variant.id as variant_id", "variant.price"])
    .where("item.location_id", "=", locationId)
    .where("item.archived_at", "is", null)
    .where("variant.archived_at", "is", null)
    .orderBy("item.ordinal")
    .orderBy("item.id")
    .orderBy("variant.ordinal")
    .orderBy("variant.id")
    .execute();
}

/** The option groups of every item, in each item's order. */
export function readGroups(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("item_modifier_group as link")
    .innerJoin("modifier_group as group", "group.id", "link.group_id")
    .select(["link.item_id", "group.id", "group.name"])
    .select(["group.min_select", "group.max_select", "group.max_per_option"])
    .where("link.location_id", "=", locationId)
    .orderBy("link.ordinal")
    .orderBy("group.id")
    .execute();
}

/** The options of every group, in each group's order. */
export function readOptions(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("modifier_option")
    .select(["id", "group_id", "name", "price_delta", "allergens"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

/** The ids of variants and options that cannot be had at `now`. */
export async function readSoldOut(db: Kysely<Database>, locationId: string, now: Date): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("availability")
    .select("target_id")
    .where("location_id", "=", locationId)
    .where((where) => where.or([where("until", "is", null), where("until", ">", now)]))
    .where((where) => where.or([where("status", "=", "sold_out"), where("remaining", "=", 0)]))
    .execute();
  return new Set(rows.map(({ target_id }) => target_id));
}
