/** How long the kitchen needs for an order: of the stations that make it, by the routing's own answer, the longest. */
import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database, OrderType } from "../platform/index.js";
import { type Router, routerOf } from "./routing.js";
import { planOf } from "./routing.store.js";

/** A dish with its options, as it is wanted. */
export interface ToMake {
  readonly variantId: string;
  readonly optionIds: readonly string[];
}

/** An order, or what is to become one. */
export interface Making {
  readonly locationId: string;
  readonly orderType: OrderType;
  /** Where it is served, for reroute rules that ask for it. */
  readonly serviceArea?: string | undefined;
  readonly dishes: readonly ToMake[];
}

/** What a station with more than this before it needs is a guess anyway. */
const LONGEST_QUEUE_SECONDS = 3600;
const MOST_QUEUED_TICKETS = 200;

/**
 * In seconds: each station first works through what it has, as many dishes at once as it makes, and then makes the
 * longest of these dishes that come to it. What is only handed out takes no time.
 */
export async function readMakingSeconds(db: Kysely<Database>, making: Making): Promise<number> {
  if (making.dishes.length === 0) return 0;
  const { queues, dishes, extras, ...plan } = await readWork(db, making);
  if (plan.stations.length === 0) return 0;
  const longest = longestByStation(routerOf(plan), making, { dishes, extras });
  const wait = new Map(queues.map(({ stationId, seconds }) => [stationId, Math.min(seconds, LONGEST_QUEUE_SECONDS)]));
  return Math.ceil(Math.max(0, ...[...longest].map(([id, seconds]) => (wait.get(id) ?? 0) + seconds)));
}

function longestByStation(
  route: Router,
  { dishes, orderType, serviceArea }: Making,
  known: Pick<Work, "dishes" | "extras">,
): ReadonlyMap<string, number> {
  const dishOf = new Map(known.dishes.map((dish) => [dish.variantId, dish]));
  const extraOf = new Map(known.extras.map(({ optionId, stationId }) => [optionId, stationId]));
  const longest = new Map<string, number>();
  for (const { variantId, optionIds } of dishes) {
    const dish = dishOf.get(variantId);
    if (dish === undefined) continue;
    const extraStationIds = optionIds.flatMap((id) => extraOf.get(id) ?? []);
    const { by, stationIds } = route({ ...dish, extraStationIds, orderType, serviceArea });
    if (by === "no_prep") continue;
    for (const id of stationIds) longest.set(id, Math.max(longest.get(id) ?? 0, dish.prepSeconds));
  }
  return longest;
}

/** How the place routes, what the menu says of the dishes, and what the stations have to do already. */
function readWork(db: Kysely<Database>, { locationId, dishes }: Making) {
  const variantIds = [...new Set(dishes.map(({ variantId }) => variantId))];
  const optionIds = [...new Set(dishes.flatMap((dish) => dish.optionIds))];
  return planOf(db)
    .select((menu) => [
      jsonArrayFrom(
        menu
          .selectFrom("item_variant as variant")
          .innerJoin("menu_item as item", "item.id", "variant.item_id")
          .select(["variant.id as variantId", "variant.prep_seconds as prepSeconds", "item.id as itemId"])
          .select(["item.category_id as categoryId", "item.no_prep as noPrep"])
          .where("variant.location_id", "=", locationId)
          .where(sql<boolean>`variant.id = any(${variantIds}::uuid[])`),
      ).as("dishes"),
      jsonArrayFrom(
        menu
          .selectFrom("modifier_option as option")
          .select(["option.id as optionId", sql<string>`option.extra_station_id`.as("stationId")])
          .where("option.location_id", "=", locationId)
          .where("option.extra_station_id", "is not", null)
          .where(sql<boolean>`option.id = any(${optionIds}::uuid[])`),
      ).as("extras"),
      QUEUES.as("queues"),
    ])
    .where("location.id", "=", locationId)
    .executeTakeFirstOrThrow();
}

type Work = Awaited<ReturnType<typeof readWork>>;

/** Seconds until each station is through with what it has; of very many tickets only so many are looked at. */
const QUEUES = sql<readonly { readonly stationId: string; readonly seconds: number }[]>`(
  select coalesce(json_agg(queue), '[]') from (
    select station.id as "stationId", sum(item.prep_seconds * item.quantity)::float8 / station.parallelism as seconds
    from station
      cross join lateral (
        select id from ticket where location_id = station.location_id and station_id = station.id and state = 'open'
        limit ${sql.lit(MOST_QUEUED_TICKETS)}) as waiting
      join ticket_item as item on item.ticket_id = waiting.id and item.state in ('queued', 'started')
    where station.location_id = location.id and station.archived_at is null
    group by station.id
  ) as queue)`;
