/** Reads what items offer at the moment of ordering: prices, names, options and what is left. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { OfferedGroup } from "./chosen-options.js";
import { type Minor, minor } from "./money.js";

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

/** An item as it is sold. */
export interface SoldItem {
  readonly id: string;
  readonly name: string;
  readonly course: number;
  readonly allergens: readonly string[];
  readonly variant: { readonly id: string; readonly name: string; readonly price: Minor; readonly left: Left };
  readonly groups: readonly OfferedGroup[];
  readonly options: readonly SoldOption[];
}

/** A place as far as ordering looks at it. */
export interface Place {
  readonly id: string;
  readonly currency: string;
  readonly menuRevision: number;
  /** The day the sale counts for, which ends some time after midnight. */
  readonly businessDate: string;
  /** Whether orders need nobody's nod. */
  readonly acceptsByItself: boolean;
}

/** The place orders go to; until there are several, the only one. */
export async function readPlace(trx: Transaction<Database>, now: Date): Promise<Place | undefined> {
  const row = await trx
    .selectFrom("location")
    .select(["id", "currency", "menu_revision", "accept_mode"])
    .select(sql<string>`((${now}::timestamptz at time zone timezone) - business_day_starts::interval)::date`.as("day"))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const acceptsByItself = row.accept_mode === "auto";
  return {
    id: row.id,
    currency: row.currency,
    menuRevision: row.menu_revision,
    businessDate: row.day,
    acceptsByItself,
  };
}

/** Which items, where, and when. */
export interface OfferQuery {
  readonly locationId: string;
  readonly itemIds: readonly string[];
  readonly now: Date;
}

/** The items that are sold, by id; each by its first variant. */
export async function readOffers(db: Kysely<Database>, query: OfferQuery): Promise<ReadonlyMap<string, SoldItem>> {
  const items = await readItems(db, query);
  const groups = await readGroups(db, query);
  const options = await readOptions(db, [...new Set(groups.map(({ id }) => id))]);
  const left = await readLeft(db, query);
  const sold = items.map((item): SoldItem => {
    const offered = groups.filter((group) => group.item_id === item.id);
    const ids = new Set(offered.map(({ id }) => id));
    return {
      id: item.id,
      name: item.name,
      course: item.course,
      allergens: item.allergens,
      variant: {
        id: item.variant_id,
        name: item.variant_name,
        price: minor(item.price),
        left: left.get(`variant ${item.variant_id}`),
      },
      groups: offered.map((group) => ({
        id: group.id,
        name: group.name,
        min: group.min_select,
        max: group.max_select,
        maxPerOption: group.max_per_option,
      })),
      options: options
        .filter(({ group_id }) => ids.has(group_id))
        .map(({ id, group_id, name, price_delta, allergens }) => ({
          id,
          name,
          allergens,
          groupId: group_id,
          priceDelta: minor(price_delta),
          left: left.get(`option ${id}`),
        })),
    };
  });
  return new Map(sold.map((item) => [item.id, item]));
}

function readItems(db: Kysely<Database>, { locationId, itemIds }: OfferQuery) {
  return db
    .selectFrom("menu_item as item")
    .innerJoin("menu_category as category", "category.id", "item.category_id")
    .innerJoin("item_variant as variant", "variant.item_id", "item.id")
    .distinctOn("item.id")
    .select(["item.id", "item.name", "item.course", "item.allergens"])
    .select(["variant.id as variant_id", "variant.name as variant_name", "variant.price"])
    .where("item.location_id", "=", locationId)
    .where("item.id", "in", [...itemIds])
    .where("item.archived_at", "is", null)
    .where("category.active", "=", true)
    .where("variant.archived_at", "is", null)
    .orderBy("item.id")
    .orderBy("variant.ordinal")
    .orderBy("variant.id")
    .execute();
}

function readGroups(db: Kysely<Database>, { locationId, itemIds }: OfferQuery) {
  return db
    .selectFrom("item_modifier_group as link")
    .innerJoin("modifier_group as group", "group.id", "link.group_id")
    .select(["link.item_id", "group.id", "group.name"])
    .select(["group.min_select", "group.max_select", "group.max_per_option"])
    .where("link.location_id", "=", locationId)
    .where("link.item_id", "in", [...itemIds])
    .orderBy("link.ordinal")
    .orderBy("group.id")
    .execute();
}

async function readOptions(db: Kysely<Database>, groupIds: readonly string[]) {
  if (groupIds.length === 0) return [];
  return db
    .selectFrom("modifier_option")
    .select(["id", "group_id", "name", "price_delta", "allergens"])
    .where("group_id", "in", [...groupIds])
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
}

async function readLeft(db: Kysely<Database>, { locationId, now }: OfferQuery): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("availability")
    .select(["target_kind", "target_id", "remaining"])
    .where("location_id", "=", locationId)
    .where((where) => where.or([where("until", "is", null), where("until", ">", now)]))
    .execute();
  return new Map(rows.map((row) => [`${row.target_kind} ${row.target_id}`, row.remaining ?? 0]));
}
