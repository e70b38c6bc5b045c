/** Reads what a kitchen's stations make, and what of it is sold out. */
import { type Kysely, sql } from "kysely";
import type { Shelf } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** Whose shelf. */
export interface ShelfQuery {
  readonly locationId: string;
  /** Only what these make; everything without it. */
  readonly stationIds: readonly string[] | undefined;
  readonly now: Date;
}

type Thing = Shelf["things"][number];
interface Row extends Omit<Thing, "until"> {
  readonly until: Date | null;
}

/** The dishes and options, in the menu's order. What was sold out until a moment that is past is available again. */
export async function readShelf(db: Kysely<Database>, query: ShelfQuery): Promise<readonly Thing[]> {
  const { locationId, now } = query;
  const { rows } = await sql<Row>`
    with own as (${madeBy(query)})
    select things.*, coalesce(said.status, 'available') as status, said.remaining, said.until from (
      select 'variant' as kind, variant.id, category.name as "group",
        item.name || case when count(*) over (partition by item.id) > 1 then ' ' || variant.name else '' end as name,
        0 as part, category.ordinal as first, item.ordinal as second, variant.ordinal as third
      from own join item_variant as variant on variant.id = own.id
        join menu_item as item on item.id = variant.item_id
        join menu_category as category on category.id = item.category_id
      union all
      select distinct 'option', option.id, modifier_group.name, option.name, 1, 0, 0, option.ordinal
      from own join item_variant as variant on variant.id = own.id
        join item_modifier_group as link on link.item_id = variant.item_id
        join modifier_group on modifier_group.id = link.group_id
        join modifier_option as option on option.group_id = link.group_id and option.archived_at is null
    ) as things left join availability as said on said.location_id = ${locationId}::uuid
      and said.target_kind = things.kind and said.target_id = things.id
      and (said.until is null or said.until > ${now})
    order by things.part, things.first, things.second, things.group, things.third, things.name`.execute(db);
  return rows.map(({ kind, id, name, group, status, remaining, until }) => ({
    ...{ kind, id, name, group, status, remaining },
    until: until?.toISOString() ?? null,
  }));
}

/** The variants that go to one of the stations: by the nearest route there is, or else to the default station. */
function madeBy({ locationId, stationIds }: ShelfQuery) {
  const all = sql`select variant.id from item_variant as variant join menu_item as item on item.id = variant.item_id
    where variant.location_id = ${locationId}::uuid and variant.archived_at is null and item.archived_at is null`;
  if (stationIds === undefined) return all;
  return sql`${all} and exists (
    select station_id from station_route as route
      where route.location_id = variant.location_id and route.station_id = any(${[...stationIds]}::uuid[])
      and route.scope_id = coalesce(
        (select scope_id from station_route where scope = 'variant' and scope_id = variant.id limit 1),
        (select scope_id from station_route where scope = 'item' and scope_id = item.id limit 1),
        item.category_id)
    union select location.default_station_id from location
      where location.id = variant.location_id and location.default_station_id = any(${[...stationIds]}::uuid[])
      and not exists (select from station_route as any_route
        where any_route.scope_id in (variant.id, item.id, item.category_id)))`;
}
