/** The shelves of the menu: categories, items, variants. */
import type { OutputOf } from "cloche";
import type { Transaction } from "kysely";
import type { createCategory, createItem, createVariant } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readDaypartsOf, replaceDayparts } from "./dayparts.store.js";
import { type At, type Shelf, setColumns } from "./shelf.js";

export const CATEGORIES: Shelf<OutputOf<typeof createCategory.body>> = {
  table: "menu_category",
  async list(db, locationId) {
    const rows = await db
      .selectFrom("menu_category")
      .select(["id", "version", "name", "ordinal", "active"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("ordinal")
      .orderBy("id")
      .execute();
    const dayparts = await readDaypartsOf(db, locationId, "category_id");
    return rows.map((row) => ({ ...row, dayparts: dayparts(row.id) }));
  },
  async insert(trx, at, { dayparts, ...body }) {
    await trx
      .insertInto("menu_category")
      .values({ id: at.id, location_id: at.locationId, ...body })
      .execute();
    await replaceDayparts(trx, { ...at, scope: "category_id" }, dayparts);
  },
  async update(trx, at, { dayparts, ...body }) {
    await setColumns(trx, "menu_category", { id: at.id, set: body });
    await replaceDayparts(trx, { ...at, scope: "category_id" }, dayparts);
  },
};

type ItemBody = OutputOf<typeof createItem.body>;

export const ITEMS: Shelf<ItemBody> = {
  table: "menu_item",
  async list(db, locationId) {
    const rows = await db
      .selectFrom("menu_item as item")
      .leftJoin("menu_image as image", "image.id", "item.image_id")
      .select(["item.id", "item.version", "category_id as categoryId", "tax_category_id as taxCategoryId"])
      .select(["name", "description", "ordinal", "allergens", "diets", "course", "no_prep as noPrep"])
      .select(["image.id as imageId", "image.alt"])
      .where("item.location_id", "=", locationId)
      .where("item.archived_at", "is", null)
      .orderBy("item.ordinal")
      .orderBy("item.id")
      .execute();
    const links = await db
      .selectFrom("item_modifier_group")
      .select(["item_id", "group_id"])
      .where("location_id", "=", locationId)
      .orderBy("ordinal")
      .execute();
    const dayparts = await readDaypartsOf(db, locationId, "item_id");
    return rows.map(({ imageId, alt, ...row }) => ({
      ...row,
      image: imageId === null ? null : { id: imageId, alt },
      groupIds: links.filter(({ item_id }) => item_id === row.id).map(({ group_id }) => group_id),
      dayparts: dayparts(row.id),
    }));
  },
  async insert(trx, at, { dayparts, groupIds, categoryId, taxCategoryId, noPrep, ...body }) {
    const links = { category_id: categoryId, tax_category_id: taxCategoryId, no_prep: noPrep };
    await trx
      .insertInto("menu_item")
      .values({ id: at.id, location_id: at.locationId, ...links, ...body })
      .execute();
    await replaceGroups(trx, at, groupIds);
    await replaceDayparts(trx, { ...at, scope: "item_id" }, dayparts);
  },
  async update(trx, at, { dayparts, groupIds, categoryId, taxCategoryId, noPrep, ...body }) {
    const links = { category_id: categoryId, tax_category_id: taxCategoryId, no_prep: noPrep };
    await setColumns(trx, "menu_item", { id: at.id, set: { ...links, ...body } });
    await replaceGroups(trx, at, groupIds);
    await replaceDayparts(trx, { ...at, scope: "item_id" }, dayparts);
  },
};

async function replaceGroups(
  trx: Transaction<Database>,
  { locationId, id }: At,
  groupIds: readonly string[] | undefined,
) {
  if (groupIds === undefined) return;
  await trx.deleteFrom("item_modifier_group").where("item_id", "=", id).execute();
  const rows = [...new Set(groupIds)].map((group_id, ordinal) => ({
    ...{ location_id: locationId, item_id: id, group_id, ordinal },
  }));
  if (rows.length > 0) await trx.insertInto("item_modifier_group").values(rows).execute();
}

export const VARIANTS: Shelf<OutputOf<typeof createVariant.body>> = {
  table: "item_variant",
  async list(db, locationId) {
    return db
      .selectFrom("item_variant")
      .select(["id", "version", "item_id as itemId", "name", "price", "prep_seconds as prepSeconds", "ordinal"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("item_id")
      .orderBy("ordinal")
      .execute();
  },
  async insert(trx, at, { itemId, prepSeconds, ...body }) {
    const row = { id: at.id, location_id: at.locationId, item_id: itemId, prep_seconds: prepSeconds, ...body };
    await trx.insertInto("item_variant").values(row).execute();
  },
  async update(trx, at, { itemId, prepSeconds, ...body }) {
    await setColumns(trx, "item_variant", { id: at.id, set: { item_id: itemId, prep_seconds: prepSeconds, ...body } });
  },
  async keeps(trx, { id }) {
    const others = await trx
      .selectFrom("item_variant as other")
      .innerJoin("item_variant as this", "this.item_id", "other.item_id")
      .innerJoin("menu_item as item", "item.id", "this.item_id")
      .select("other.id")
      .where("this.id", "=", id)
      .where("other.id", "<>", id)
      .where("other.archived_at", "is", null)
      .executeTakeFirst();
    return others === undefined ? "last_variant" : undefined;
  },
};
