/** Reads how a place routes, and what an order's lines are made of. */
import type { Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import type { RoutedLine, RoutingPlan } from "./routing.js";

/** The place's stations, routes and default station, as they stand now. */
export async function readPlan(trx: Transaction<Database>, locationId: string): Promise<RoutingPlan> {
  const location = await trx
    .selectFrom("location")
    .select("default_station_id")
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const stations = await trx
    .selectFrom("station")
    .select(["id", "kind", "is_open as isOpen", "fallback_station_id as fallbackStationId"])
    .where("location_id", "=", locationId)
    .orderBy("ordinal")
    .orderBy("id")
    .execute();
  const routes = await trx
    .selectFrom("station_route")
    .select(["scope", "scope_id as scopeId", "station_id as stationId"])
    .where("location_id", "=", locationId)
    .execute();
  return { stations, routes, defaultStationId: location.default_station_id };
}

/** A line that is to be made. */
export interface LineToFire extends RoutedLine {
  readonly id: string;
  readonly quantity: number;
  readonly course: number;
}

/** The lines of an order, in its order. */
export async function readLinesToFire(trx: Transaction<Database>, orderId: string): Promise<readonly LineToFire[]> {
  const lines = await trx
    .selectFrom("order_line as line")
    .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .select(["line.id", "line.quantity", "line.course", "line.variant_id as variantId"])
    .select(["item.id as itemId", "item.category_id as categoryId", "item.no_prep as noPrep"])
    .where("line.order_id", "=", orderId)
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
