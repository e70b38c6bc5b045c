/** Reads how a place routes, and what an order's lines are made of. */
import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Database } from "../platform/index.js";
import type { RoutedLine } from "./routing.js";

/** The place's stations, routes, rules and default station, as they stand now. */
export function readPlan(trx: Kysely<Database>, locationId: string) {
  return planOf(trx).where("location.id", "=", locationId).executeTakeFirstOrThrow();
}

/** A query for the plans of places, to which more may be joined. */
export function planOf(trx: Kysely<Database>) {
  return trx
    .selectFrom("location")
    .select("location.default_station_id as defaultStationId")
    .select((place) => [
      jsonArrayFrom(stationsOf(place)).as("stations"),
      jsonArrayFrom(routesOf(place)).as("routes"),
      jsonArrayFrom(rulesOf(place)).as("rules"),
    ]);
}

type Place = ExpressionBuilder<Database, "location">;

function stationsOf(place: Place) {
  return place
    .selectFrom("station")
    .select(["station.id", "station.kind", "station.is_open as isOpen", "station.parallelism"])
    .select("station.fallback_station_id as fallbackStationId")
    .whereRef("station.location_id", "=", "location.id")
    .where("station.archived_at", "is", null)
    .orderBy("station.ordinal")
    .orderBy("station.id");
}

function routesOf(place: Place) {
  return place
    .selectFrom("station_route as route")
    .select(["route.scope", "route.scope_id as scopeId", "route.station_id as stationId"])
    .whereRef("route.location_id", "=", "location.id");
}

function rulesOf(place: Place) {
  return place
    .selectFrom("reroute_rule as rule")
    .select(["rule.id", "rule.order_type as orderType", "rule.service_area as serviceArea"])
    .select(["rule.from_station_id as fromStationId", "rule.to_station_ids as toStationIds"])
    .whereRef("rule.location_id", "=", "location.id")
    .where("rule.archived_at", "is", null)
    .orderBy("rule.priority")
    .orderBy("rule.id");
}

/** A line that is to be made. */
export interface LineToFire extends RoutedLine {
  readonly id: string;
  readonly quantity: number;
  readonly course: number;
  readonly prepSeconds: number;
}

/** Everything that firing an order looks at: the place's plan, the order's tickets, and its lines that are to be sent. */
export async function readFiring(trx: Transaction<Database>, orderId: string) {
  const { lines, orderType, serviceArea, ...firing } = await planOf(trx)
    .innerJoin("orders", "orders.location_id", "location.id")
    .select(["location.id as locationId", "orders.order_type as orderType", serviceAreaOf])
    .select((order) => [
      jsonArrayFrom(
        order
          .selectFrom("ticket")
          .select(["ticket.id", "ticket.station_id as stationId", "ticket.course"])
          .whereRef("ticket.order_id", "=", "orders.id"),
      ).as("tickets"),
      jsonArrayFrom(
        order
          .selectFrom("order_line as line")
          .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
          .innerJoin("menu_item as item", "item.id", "variant.item_id")
          .select(["line.id", "line.quantity", "line.course", "line.variant_id as variantId"])
          .select(["item.id as itemId", "item.category_id as categoryId", "item.no_prep as noPrep"])
          .select(["variant.prep_seconds as prepSeconds", extrasOf])
          .whereRef("line.order_id", "=", "orders.id")
          .where(isToBeSent)
          .orderBy("line.ordinal"),
      ).as("lines"),
    ])
    .where("orders.id", "=", orderId)
    .executeTakeFirstOrThrow();
  const served = { orderType, serviceArea: serviceArea ?? undefined };
  return { ...firing, lines: lines.map((line): LineToFire => ({ ...line, ...served })) };
}

/** Where the order's table stands. */
const serviceAreaOf = sql<string | null>`(
  select area.service_area from table_session session join dining_table area on area.id = session.table_id
  where session.id = orders.table_session_id)`.as("serviceArea");

/** The stations that a line's options add. */
const extrasOf = sql<string[]>`array(
  select option.extra_station_id from order_line_modifier chosen join modifier_option option on option.id = chosen.option_id
  where chosen.order_line_id = line.id and option.extra_station_id is not null)`.as("extraStationIds");

/** A line is sent once: where the plan has changed since, it stays at the stations it was sent to. */
const isToBeSent = sql<boolean>`not line.hold and line.voided_at is null
  and not exists (select from ticket_item where ticket_item.order_line_id = line.id)`;

/** Takes the lines of a course off hold; without one, of the earliest that is held. */
export async function releaseCourse(
  trx: Transaction<Database>,
  orderId: string,
  course: number | undefined,
): Promise<number> {
  const earliest = sql<number>`(select min(course) from order_line
    where order_id = ${orderId}::uuid and hold and voided_at is null)`;
  const released = await trx
    .updateTable("order_line")
    .set({ hold: false })
    .where("order_id", "=", orderId)
    .where("hold", "=", true)
    .where("voided_at", "is", null)
    .where("course", "=", course ?? earliest)
    .executeTakeFirst();
  return Number(released.numUpdatedRows);
}
