/** Puts the sample restaurant's taxes, tables and delivery zones in. */
import { createHash, randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { newId } from "./ids.js";
import { SAMPLE_TABLES, SAMPLE_TAXES, SAMPLE_ZONES } from "./sample-menu.js";
import type { Database, OrderType } from "./schema.js";

const ORDER_TYPES: readonly OrderType[] = ["dine_in", "pickup", "delivery"];

/** Puts them in; the taxes under the ids their names have. */
export async function seedFloor(
  trx: Transaction<Database>,
  place: string,
  taxes: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { name, rate } of SAMPLE_TAXES) {
    const id = taxes.get(name) ?? newId();
    await trx.insertInto("tax_category").values({ id, location_id: place, name }).execute();
    const components = ORDER_TYPES.map((order_type) => ({
      ...{ id: newId(), location_id: place, tax_category_id: id, order_type, ordinal: 0 },
      name: rate.name,
      rate_ppm: rate.ppm,
    }));
    await trx.insertInto("tax_component").values(components).execute();
  }
  const tables = SAMPLE_TABLES.map((label) => ({
    ...{ id: newId(), location_id: place, label },
    service_area: label.startsWith("Terrace") ? "terrace" : "main",
    // Nobody has the code that belongs to it: whoever prints the first makes a new one.
    qr_hash: createHash("sha256").update(randomBytes(32)).digest("hex"),
  }));
  await trx.insertInto("dining_table").values(tables).execute();
  const zones = SAMPLE_ZONES.map((zone) => ({ ...zone, id: newId(), location_id: place }));
  await trx.insertInto("delivery_zone").values(zones).execute();
}
