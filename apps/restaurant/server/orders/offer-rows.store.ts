/** The rows that offers are put together from, in one statement. */
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database, OrderType } from "../platform/index.js";

/** What is wanted: variants, and items by their first variant. */
export interface OfferedIds {
  readonly variantIds: readonly string[];
  readonly itemIds: readonly string[];
}

/** Which offers. */
export interface OfferRowsQuery extends OfferedIds {
  readonly locationId: string;
  readonly orderType: OrderType;
  readonly now: Date;
}

/** The rows of everything that is wanted, as far as it is sold. */
export async function readOfferRows(db: Kysely<Database>, query: OfferRowsQuery) {
  return db
    .selectNoFrom((sold) => [
      jsonArrayFrom(variantRows(sold, query)).as("variants"),
      jsonArrayFrom(groupRows(sold, query)).as("groups"),
      jsonArrayFrom(optionRows(sold, query)).as("options"),
      jsonArrayFrom(taxRows(sold, query)).as("taxes"),
      jsonArrayFrom(windowRows(sold, query)).as("windows"),
      jsonArrayFrom(leftRows(sold, query)).as("left"),
    ])
    .executeTakeFirstOrThrow();
}

/** The rows. */
export type OfferRows = Awaited<ReturnType<typeof readOfferRows>>;

type Sold = ExpressionBuilder<Database, never>;

/** The variants that are wanted by their id, and the first of each item that is wanted by its own. */
const variantsWanted = ({ locationId, variantIds, itemIds }: OfferRowsQuery) => sql<boolean>`(
  variant.id = any(${variantIds}::uuid[])
  or variant.id in (
    select distinct on (item_id) id from item_variant
    where location_id = ${locationId}::uuid and item_id = any(${itemIds}::uuid[]) and archived_at is null
    order by item_id, ordinal, id))`;

function variantRows(sold: Sold, query: OfferRowsQuery) {
  return sold
    .selectFrom("item_variant as variant")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .innerJoin("menu_category as category", "category.id", "item.category_id")
    .select(["variant.id", "variant.item_id", "variant.ordinal", "variant.name", "variant.price"])
    .select(["variant.prep_seconds", "item.name as item_name", "item.course", "item.allergens", "item.category_id"])
    .select(["item.tax_category_id", "item.no_prep"])
    .where("variant.location_id", "=", query.locationId)
    .where(variantsWanted(query))
    .where("variant.archived_at", "is", null)
    .where("item.archived_at", "is", null)
    .where("category.active", "=", true)
    .where("category.archived_at", "is", null)
    .orderBy("variant.ordinal")
    .orderBy("variant.id");
}

const itemsWanted = ({ variantIds, itemIds }: OfferedIds) => sql<boolean>`(
  link.item_id = any(${itemIds}::uuid[])
  or link.item_id in (select item_id from item_variant where id = any(${variantIds}::uuid[])))`;

function groupRows(sold: Sold, query: OfferRowsQuery) {
  return sold
    .selectFrom("item_modifier_group as link")
    .innerJoin("modifier_group as group", "group.id", "link.group_id")
    .select(["link.item_id", "group.id", "group.name"])
    .select(["group.min_select", "group.max_select", "group.max_per_option"])
    .where(itemsWanted(query))
    .where("group.archived_at", "is", null)
    .orderBy("link.ordinal")
    .orderBy("group.id");
}

function optionRows(sold: Sold, query: OfferRowsQuery) {
  return sold
    .selectFrom("modifier_option as option")
    .select(["option.id", "option.group_id", "option.name", "option.price_delta", "option.allergens"])
    .select("option.extra_station_id")
    .where("option.group_id", "in", (groups) =>
      groups.selectFrom("item_modifier_group as link").select("link.group_id").where(itemsWanted(query)),
    )
    .where("option.archived_at", "is", null)
    .orderBy("option.ordinal")
    .orderBy("option.id");
}

function taxRows(sold: Sold, { locationId, orderType }: OfferRowsQuery) {
  return sold
    .selectFrom("tax_component as tax")
    .select(["tax.tax_category_id", "tax.name", "tax.rate_ppm"])
    .where("tax.location_id", "=", locationId)
    .where("tax.order_type", "=", orderType)
    .orderBy("tax.ordinal")
    .orderBy("tax.id");
}

/** When categories and items are sold, where not always. */
function windowRows(sold: Sold, { locationId }: OfferRowsQuery) {
  return sold
    .selectFrom("daypart")
    .select(["daypart.category_id", "daypart.item_id", "daypart.weekdays"])
    .select(["daypart.from_minute as fromMinute", "daypart.to_minute as toMinute"])
    .where("daypart.location_id", "=", locationId);
}

/** How many are left of what is limited. */
function leftRows(sold: Sold, { locationId, now }: OfferRowsQuery) {
  return sold
    .selectFrom("availability")
    .select(["availability.target_kind", "availability.target_id", "availability.remaining"])
    .where("availability.location_id", "=", locationId)
    .where((where) => where.or([where("availability.until", "is", null), where("availability.until", ">", now)]));
}
