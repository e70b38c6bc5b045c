/** How busy the kitchen is, and where a place delivers. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../platform/index.js";

/** Dishes a station makes side by side, as far as promises are concerned. */
const SIDE_BY_SIDE = 4;
const LONGEST_QUEUE_SECONDS = 3600;

/** How long the busiest station needs for what it has, in seconds. */
export async function readQueue(db: Kysely<Database>, locationId: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(max(seconds), 0)::int as seconds from (
      select sum(variant.prep_seconds * item.quantity) / ${SIDE_BY_SIDE}::int as seconds
      from ticket
        join ticket_item as item on item.ticket_id = ticket.id
        join order_line as line on line.id = item.order_line_id
        join item_variant as variant on variant.id = line.variant_id
      where ticket.location_id = ${locationId}::uuid and ticket.state = 'open' and item.state in ('queued', 'started')
      group by ticket.station_id
    ) as stations`.execute(db);
  return Math.min(rows[0]?.seconds ?? 0, LONGEST_QUEUE_SECONDS);
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
