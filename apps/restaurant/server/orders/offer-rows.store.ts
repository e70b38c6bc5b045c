/** The rows that offers are put together from. */
import type { Kysely } from "kysely";
import type { Database, OrderType } from "../platform/index.js";

/** The variants of these ids that are sold. */
export async function readVariants(db: Kysely<Database>, locationId: string, variantIds: readonly string[]) {
  if (variantIds.length === 0) return [];
  return db
    .selectFrom("item_variant as variant")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .innerJoin("menu_category as category", "category.id", "item.category_id")
    .select(["variant.id", "variant.item_id", "variant.name", "variant.price", "variant.prep_seconds"])
    .select(["item.name as item_name", "item.course", "item.allergens", "item.category_id", "item.tax_category_id"])
    .where("variant.location_id", "=", locationId)
    .where("variant.id", "in", [...variantIds])
    .where("variant.archived_at", "is", null)
    .where("item.archived_at", "is", null)
    .where("category.active", "=", true)
    .where("category.archived_at", "is", null)
    .execute();
}

/** The first variant of each item, by the item's id. */
export async function readFirstVariants(
  db: Kysely<Database>,
  locationId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (itemIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("item_variant")
    .distinctOn("item_id")
    .select(["item_id", "id"])
    .where("location_id", "=", locationId)
    .where("item_id", "in", [...itemIds])
    .where("archived_at", "is", null)
    .orderBy("item_id")
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ item_id, id }) => [item_id, id]));
}

/** The option groups of these items. */
export async function readGroups(db: Kysely<Database>, itemIds: readonly string[]) {
  if (itemIds.length === 0) return [];
  return db
    .selectFrom("item_modifier_group as link")
    .innerJoin("modifier_group as group", "group.id", "link.group_id")
    .select(["link.item_id", "group.id", "group.name"])
    .select(["group.min_select", "group.max_select", "group.max_per_option"])
    .where("link.item_id", "in", [...itemIds])
    .where("group.archived_at", "is", null)
    .orderBy("link.ordinal")
    .orderBy("group.id")
    .execute();
}

/** The options of these items' groups. */
export async function readOptions(db: Kysely<Database>, itemIds: readonly string[]) {
  if (itemIds.length === 0) return [];
  return db
    .selectFrom("modifier_option")
    .select(["id", "group_id", "name", "price_delta", "allergens"])
    .where("group_id", "in", (groups) =>
      groups
        .selectFrom("item_modifier_group")
        .select("group_id")
        .where("item_id", "in", [...itemIds]),
    )
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

/** The taxes of a kind of order. */
export function readTaxes(db: Kysely<Database>, locationId: string, orderType: OrderType) {
  return db
    .selectFrom("tax_component")
    .select(["tax_category_id", "name", "rate_ppm"])
    .where("location_id", "=", locationId)
    .where("order_type", "=", orderType)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

/** When categories and items are sold, where not always. */
export function readWindows(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("daypart")
    .select(["category_id", "item_id", "weekdays", "from_minute as fromMinute", "to_minute as toMinute"])
    .where("location_id", "=", locationId)
    .execute();
}

/** How many are left of what is limited, by kind and id. */
export async function readLeft(
  db: Kysely<Database>,
  locationId: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("availability")
    .select(["target_kind", "target_id", "remaining"])
    .where("location_id", "=", locationId)
    .where((where) => where.or([where("until", "is", null), where("until", ">", now)]))
    .execute();
  return new Map(rows.map((row) => [`${row.target_kind} ${row.target_id}`, row.remaining ?? 0]));
}
