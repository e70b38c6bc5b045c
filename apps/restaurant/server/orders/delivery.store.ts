/** Where a place delivers, and how far that is. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** How long an order travels, in minutes. */
export async function readTravelMinutes(db: Kysely<Database>, orderId: string): Promise<number> {
  const row = await db
    .selectFrom("orders")
    .innerJoin("delivery_zone as zone", "zone.id", "orders.delivery_zone_id")
    .select("zone.minutes")
    .where("orders.id", "=", orderId)
    .executeTakeFirst();
  return row?.minutes ?? 0;
}

/** The zone a postcode lies in: that of the longest beginning that fits. */
export async function readZone(db: Kysely<Database>, locationId: string, postcode: string) {
  const wanted = spelt(postcode);
  const zones = await db
    .selectFrom("delivery_zone")
    .select(["id", "postcodes", "fee", "minimum", "minutes"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("id")
    .execute();
  const fits = zones.flatMap((zone) =>
    zone.postcodes.map(spelt).flatMap((start) => (wanted.startsWith(start) ? [{ zone, length: start.length }] : [])),
  );
  return fits.sort((a, b) => b.length - a.length)[0]?.zone;
}

/** A postcode without its spaces and hyphens. */
const spelt = (postcode: string): string => postcode.replaceAll(/[\s-]/g, "").toUpperCase();
