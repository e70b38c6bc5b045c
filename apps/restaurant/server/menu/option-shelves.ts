/** The shelves of what hangs on items: modifier groups with their options, and taxes with their components. */
import type { OutputOf } from "cloche";
import type { Transaction } from "kysely";
import type { createGroup, createTax } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";
import { type At, type Shelf, setColumns } from "./shelf.js";

type GroupBody = OutputOf<typeof createGroup.body>;

export const GROUPS: Shelf<GroupBody> = {
  table: "modifier_group",
  async list(db, locationId) {
    const rows = await db
      .selectFrom("modifier_group")
      .select(["id", "version", "name", "min_select as min", "max_select as max", "max_per_option as maxPerOption"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("name")
      .execute();
    const options = await db
      .selectFrom("modifier_option")
      .select(["id", "group_id", "name", "price_delta", "allergens", "extra_station_id"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("ordinal")
      .execute();
    return rows.map((row) => ({
      ...row,
      options: options
        .filter(({ group_id }) => group_id === row.id)
        .map(({ id, name, price_delta: priceDelta, allergens, extra_station_id: extraStationId }) => ({
          ...{ id, name, priceDelta, allergens, extraStationId },
        })),
    }));
  },
  async insert(trx, at, { name, min, max, maxPerOption, options }) {
    const limits = { min_select: min, max_select: max, max_per_option: maxPerOption };
    await trx
      .insertInto("modifier_group")
      .values({ id: at.id, location_id: at.locationId, name, ...limits })
      .execute();
    await replaceOptions(trx, at, options);
  },
  async update(trx, at, { name, min, max, maxPerOption, options }) {
    const set = { name, min_select: min, max_select: max, max_per_option: maxPerOption };
    await setColumns(trx, "modifier_group", { id: at.id, set });
    if (options !== undefined) await replaceOptions(trx, at, options);
  },
};

/** Options keep their ids, so that what was sold out stays so; those left out are archived. */
async function replaceOptions(trx: Transaction<Database>, { locationId, id }: At, options: GroupBody["options"]) {
  const own = await trx
    .selectFrom("modifier_option")
    .select("id")
    .where("group_id", "=", id)
    .where("archived_at", "is", null)
    .execute();
  const known = new Set(own.map((one) => one.id));
  const kept = new Set(options.flatMap((option) => (option.id === undefined ? [] : [option.id])));
  const gone = [...known].filter((one) => !kept.has(one));
  if (gone.length > 0) {
    await trx.updateTable("modifier_option").set({ archived_at: new Date() }).where("id", "in", gone).execute();
  }
  for (const [ordinal, { id: optionId, name, priceDelta, allergens, extraStationId }] of options.entries()) {
    const row = { name, ordinal, price_delta: priceDelta, allergens, extra_station_id: extraStationId };
    if (optionId !== undefined && known.has(optionId)) {
      await trx.updateTable("modifier_option").set(row).where("id", "=", optionId).execute();
    } else {
      const place = { id: newId(), location_id: locationId, group_id: id };
      await trx
        .insertInto("modifier_option")
        .values({ ...place, ...row })
        .execute();
    }
  }
}

type TaxBody = OutputOf<typeof createTax.body>;

export const TAXES: Shelf<TaxBody> = {
  table: "tax_category",
  async list(db, locationId) {
    const rows = await db
      .selectFrom("tax_category")
      .select(["id", "version", "name"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("name")
      .execute();
    const components = await db
      .selectFrom("tax_component")
      .select(["tax_category_id", "order_type as orderType", "name", "rate_ppm as ratePpm"])
      .where("location_id", "=", locationId)
      .orderBy("ordinal")
      .orderBy("id")
      .execute();
    return rows.map((row) => ({
      ...row,
      components: components
        .filter(({ tax_category_id }) => tax_category_id === row.id)
        .map(({ orderType, name, ratePpm }) => ({ orderType, name, ratePpm })),
    }));
  },
  async insert(trx, at, { name, components }) {
    await trx.insertInto("tax_category").values({ id: at.id, location_id: at.locationId, name }).execute();
    await replaceComponents(trx, at, components);
  },
  async update(trx, at, { name, components }) {
    await setColumns(trx, "tax_category", { id: at.id, set: { name } });
    if (components !== undefined) await replaceComponents(trx, at, components);
  },
  // Whoever edited such a dish afterwards would take its tax away without a word.
  async keeps(trx, { locationId, id }) {
    const user = await trx
      .selectFrom("menu_item")
      .select("id")
      .where("location_id", "=", locationId)
      .where("tax_category_id", "=", id)
      .where("archived_at", "is", null)
      .limit(1)
      .executeTakeFirst();
    return user === undefined ? undefined : "in_use";
  },
};

async function replaceComponents(
  trx: Transaction<Database>,
  { locationId, id }: At,
  components: TaxBody["components"],
) {
  await trx.deleteFrom("tax_component").where("tax_category_id", "=", id).execute();
  const rows = components.map(({ orderType, name, ratePpm }, ordinal) => ({
    ...{ id: newId(), location_id: locationId, tax_category_id: id, name, ordinal },
    order_type: orderType,
    rate_ppm: ratePpm,
  }));
  if (rows.length > 0) await trx.insertInto("tax_component").values(rows).execute();
}
