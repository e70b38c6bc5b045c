/** Reads how a place routes, and what an order's lines are made of. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { RoutedLine, RoutingPlan } from "./routing.js";

/** The place's stations, routes, rules and default station, as they stand now. */
export async function readPlan(trx: Kysely<Database>, locationId: string): Promise<RoutingPlan> {
  const location = await trx
    .selectFrom("location")
    .select("default_station_id")
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const stations = await trx
    .selectFrom("station")
    .select(["id", "kind", "is_open as isOpen", "fallback_station_id as fallbackStationId"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
  const routes = await trx
    .selectFrom("station_route")
    .select(["scope", "scope_id as scopeId", "station_id as stationId"])
    .where("location_id", "=", locationId)
    .execute();
  const rules = await trx
    .selectFrom("reroute_rule")
    .select(["id", "order_type as orderType", "service_area as serviceArea"])
    .select(["from_station_id as fromStationId", "to_station_ids as toStationIds"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("priority")
    .orderBy("id")
    .execute();
  return { stations, routes, rules, defaultStationId: location.default_station_id };
}

/** A line that is to be made. */
export interface LineToFire extends RoutedLine {
  readonly id: string;
  readonly quantity: number;
  readonly course: number;
}

/** The lines of an order that are to be made now, in its order: neither held nor voided. */
export async function readLinesToFire(trx: Transaction<Database>, orderId: string): Promise<readonly LineToFire[]> {
  const lines = await trx
    .selectFrom("order_line as line")
    .innerJoin("orders", "orders.id", "line.order_id")
    .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .select(["line.id", "line.quantity", "line.course", "line.variant_id as variantId"])
    .select(["item.id as itemId", "item.category_id as categoryId", "item.no_prep as noPrep"])
    .select("orders.order_type as orderType")
    .where("line.order_id", "=", orderId)
    .where("line.hold", "=", false)
    .where("line.voided_at", "is", null)
    .orderBy("line.ordinal")
    .execute();
  const extras = await readExtraStations(trx, orderId);
  return lines.map((line) => ({
    ...line,
    extraStationIds: extras.filter(({ lineId }) => lineId === line.id).map(({ stationId }) => stationId),
  }));
}

async function readExtraStations(trx: Transaction<Database>, orderId: string) {
  const rows = await trx
    .selectFrom("order_line_modifier as chosen")
    .innerJoin("order_line as line", "line.id", "chosen.order_line_id")
    .innerJoin("modifier_option as option", "option.id", "chosen.option_id")
    .select(["line.id as lineId", "option.extra_station_id as stationId"])
    .where("line.order_id", "=", orderId)
    .execute();
  return rows.flatMap(({ lineId, stationId }) => (stationId === null ? [] : [{ lineId, stationId }]));
}

/** Stamps the lines that were sent to the stations, the first time. */
export async function stampFired(trx: Transaction<Database>, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  await trx
    .updateTable("order_line")
    .set({ fired_at: sql`coalesce(fired_at, now())` })
    .where("id", "in", [...lineIds])
    .where("fired_at", "is", null)
    .execute();
}

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
