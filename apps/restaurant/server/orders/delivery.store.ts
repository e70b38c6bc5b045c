/** How busy the kitchen is, and where a place delivers. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../platform/index.js";

const LONGEST_QUEUE_SECONDS = 3600;

/** What an order asks of the kitchen. */
export interface ToMake {
  readonly variantId: string;
  readonly prepSeconds: number;
}

/**
 * How long the kitchen needs for these, in seconds: of the stations that make them the longest, each first through what
 * it has already, as many dishes at once as it makes. What is nobody's is the default station's. An estimate: rules that
 * send elsewhere at certain hours are not looked at.
 */
export async function readMakingSeconds(
  db: Kysely<Database>,
  locationId: string,
  wanted: readonly ToMake[],
): Promise<number> {
  if (wanted.length === 0) return 0;
  const { rows } = await sql<{ seconds: number }>`
    with wanted as (
      select variant.id, variant.item_id, item.category_id, asked.prep_seconds
      from unnest(${wanted.map(({ variantId }) => variantId)}::uuid[], ${wanted.map(({ prepSeconds }) => prepSeconds)}::int[])
        as asked (id, prep_seconds)
      join item_variant as variant on variant.id = asked.id
      join menu_item as item on item.id = variant.item_id
    ), made as (
      select coalesce(route.station_id, location.default_station_id) as station_id, max(wanted.prep_seconds) as longest
      from wanted
        join location on location.id = ${locationId}::uuid
        left join station_route as route on route.location_id = location.id and route.scope_id = coalesce(
          (select scope_id from station_route where scope = 'variant' and scope_id = wanted.id limit 1),
          (select scope_id from station_route where scope = 'item' and scope_id = wanted.item_id limit 1),
          wanted.category_id)
      group by 1
    ), queued as (
      select ticket.station_id, sum(variant.prep_seconds * item.quantity) / min(station.parallelism) as seconds
      from ticket
        join station on station.id = ticket.station_id
        join ticket_item as item on item.ticket_id = ticket.id
        join order_line as line on line.id = item.order_line_id
        join item_variant as variant on variant.id = line.variant_id
      where ticket.location_id = ${locationId}::uuid and ticket.state = 'open' and item.state in ('queued', 'started')
      group by ticket.station_id
    )
    select coalesce(max(least(coalesce(queued.seconds, 0), ${LONGEST_QUEUE_SECONDS}::int) + made.longest), 0)::int as seconds
    from made left join queued on queued.station_id = made.station_id`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** What an order's lines ask of the kitchen, without those that are void. */
export function readToMake(db: Kysely<Database>, orderId: string): Promise<readonly ToMake[]> {
  return db
    .selectFrom("order_line as line")
    .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
    .select(["variant.id as variantId", "variant.prep_seconds as prepSeconds"])
    .where("line.order_id", "=", orderId)
    .where("line.voided_at", "is", null)
    .execute();
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
