/** How busy the kitchen is, and where a place delivers. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../platform/index.js";

const LONGEST_QUEUE_SECONDS = 3600;

/** How long the busiest station needs for what it has, in seconds. */
export async function readQueue(db: Kysely<Database>, locationId: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(max(seconds), 0)::int as seconds from (
      select sum(variant.prep_seconds * item.quantity) / min(station.parallelism) as seconds
      from ticket
        join station on station.id = ticket.station_id
        join ticket_item as item on item.ticket_id = ticket.id
        join order_line as line on line.id = item.order_line_id
        join item_variant as variant on variant.id = line.variant_id
      where ticket.location_id = ${locationId}::uuid and ticket.state = 'open' and item.state in ('queued', 'started')
      group by ticket.station_id
    ) as stations`.execute(db);
  return Math.min(rows[0]?.seconds ?? 0, LONGEST_QUEUE_SECONDS);
}

/** The longest preparation in an order, in seconds; `undefined` where it has no line. */
export async function readLongestPrep(db: Kysely<Database>, orderId: string): Promise<number | undefined> {
  const { seconds } = await db
    .selectFrom("order_line as line")
    .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
    .select(({ fn }) => fn.max("variant.prep_seconds").as("seconds"))
    .where("line.order_id", "=", orderId)
    .where("line.voided_at", "is", null)
    .executeTakeFirstOrThrow();
  return seconds ?? undefined;
}

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
