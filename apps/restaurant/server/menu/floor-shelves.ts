/** The shelves of the floor: tables, slots, delivery zones. */
import type { OutputOf } from "cloche";
import type { createSlot, createTable, createZone } from "../../contracts/index.js";
import { type Shelf, setColumns } from "./shelf.js";
import { newTableCode } from "./table-codes.js";

export const TABLES: Shelf<OutputOf<typeof createTable.body>> = {
  table: "dining_table",
  list(db, locationId) {
    return db
      .selectFrom("dining_table")
      .select(["id", "version", "label", "service_area as serviceArea"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("label")
      .execute();
  },
  async insert(trx, { id, locationId }, { label, serviceArea }) {
    // Nobody knows the code of a new table until one is made to be printed.
    const { hash } = newTableCode();
    const row = { id, location_id: locationId, label, service_area: serviceArea, qr_hash: hash };
    await trx.insertInto("dining_table").values(row).execute();
  },
  async update(trx, { id }, { label, serviceArea }) {
    await setColumns(trx, "dining_table", { id, set: { label, service_area: serviceArea } });
  },
};

export const SLOTS: Shelf<OutputOf<typeof createSlot.body>> = {
  table: "slot",
  async list(db, locationId) {
    const rows = await db
      .selectFrom("slot")
      .select(["id", "version", "order_type as orderType", "starts_at", "capacity"])
      .where("location_id", "=", locationId)
      .orderBy("starts_at", "desc")
      .limit(1000)
      .execute();
    return rows.map(({ starts_at, ...row }) => ({ ...row, startsAt: starts_at.toISOString() }));
  },
  async insert(trx, { id, locationId }, { orderType, startsAt, capacity }) {
    const row = { id, location_id: locationId, order_type: orderType, starts_at: new Date(startsAt), capacity };
    await trx.insertInto("slot").values(row).execute();
  },
  async update(trx, { id }, { orderType, startsAt, capacity }) {
    const starts_at = startsAt === undefined ? undefined : new Date(startsAt);
    await setColumns(trx, "slot", { id, set: { order_type: orderType, starts_at, capacity } });
  },
};

export const ZONES: Shelf<OutputOf<typeof createZone.body>> = {
  table: "delivery_zone",
  list(db, locationId) {
    return db
      .selectFrom("delivery_zone")
      .select(["id", "version", "name", "postcodes", "fee", "minimum", "minutes"])
      .where("location_id", "=", locationId)
      .where("archived_at", "is", null)
      .orderBy("name")
      .execute();
  },
  async insert(trx, { id, locationId }, body) {
    await trx
      .insertInto("delivery_zone")
      .values({ id, location_id: locationId, ...body })
      .execute();
  },
  async update(trx, { id }, body) {
    await setColumns(trx, "delivery_zone", { id, set: body });
  },
};
