/** Reads the menu's tables. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** The place of a name, or the first. */
export function readPlace(db: Kysely<Database>, slug: string | undefined) {
  return db
    .selectFrom("location")
    .select(["id", "name", "slug", "currency", "timezone", "menu_revision", "tax_inclusive"])
    .$if(slug !== undefined, (found) => found.where("slug", "=", slug ?? ""))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}

/** A place as the functions here read it. */
export type PlaceRow = NonNullable<Awaited<ReturnType<typeof readPlace>>>;

/** The categories that are shown, in the menu's order. */
export function readCategories(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("menu_category")
    .select(["id", "name"])
    .where("location_id", "=", locationId)
    .where("active", "=", true)
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

/** The items that are sold, in the menu's order. */
export function readItems(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("menu_item as item")
    .leftJoin("menu_image as image", "image.id", "item.image_id")
    .select(["item.id", "item.name", "item.description", "item.category_id", "item.allergens", "item.diets"])
    .select(["item.image_id", "image.alt"])
    .where("item.location_id", "=", locationId)
    .where("item.archived_at", "is", null)
    .orderBy("item.ordinal")
    .orderBy("item.id")
    .execute();
}

/** The variants of every item, in each item's order. */
export function readVariants(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("item_variant")
    .select(["id", "item_id", "name", "price"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
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
    .where("group.archived_at", "is", null)
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

/** The variants and options that cannot be had at `now`, and until when. */
export function readSoldOut(db: Kysely<Database>, locationId: string, now: Date) {
  return db
    .selectFrom("availability")
    .select(["target_id", "until"])
    .where("location_id", "=", locationId)
    .where((where) => where.or([where("until", "is", null), where("until", ">", now)]))
    .where((where) => where.or([where("status", "=", "sold_out"), where("remaining", "=", 0)]))
    .orderBy("target_id")
    .execute();
}

/** When categories and items are sold, where not always. */
export function readDayparts(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("daypart")
    .select(["category_id", "item_id", "weekdays", "from_minute as fromMinute", "to_minute as toMinute"])
    .where("location_id", "=", locationId)
    .orderBy("id")
    .execute();
}
