/** Reads and changes what is made where. One version covers the routes and the default; each rule has its own. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { RoutingTable, RuleDraft } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";
import { readUnrouted } from "./unrouted.js";

/** The whole table, with the items no route knows. */
export async function readRoutingTable(db: Kysely<Database>, locationId: string): Promise<RoutingTable> {
  const place = await db
    .selectFrom("location")
    .select(["routing_version", "default_station_id"])
    .where("id", "=", locationId)
    .executeTakeFirstOrThrow();
  const routes = await db
    .selectFrom("station_route")
    .select(["scope", "scope_id as scopeId"])
    .select(sql<string[]>`array_agg(station_id order by station_id)`.as("stationIds"))
    .where("location_id", "=", locationId)
    .groupBy(["scope", "scope_id"])
    .orderBy("scope")
    .orderBy("scope_id")
    .execute();
  const rules = [...(await readRules(db, locationId))];
  const { routing_version: version, default_station_id: defaultStationId } = place;
  return { version, defaultStationId, routes, rules, unrouted: await readUnrouted(db, locationId) };
}

/** The rules in the order they are applied. */
export function readRules(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("reroute_rule")
    .select(["id", "priority", "version", "order_type as orderType", "service_area as serviceArea"])
    .select(["from_station_id as fromStationId", "to_station_ids as toStationIds"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("priority")
    .orderBy("id")
    .execute();
}

/** Takes the next version of the routes; `false` where the writer saw another. The place's row is locked with it. */
export async function takeRoutingVersion(
  trx: Transaction<Database>,
  locationId: string,
  seen: number,
): Promise<boolean> {
  const taken = await trx
    .updateTable("location")
    .set({ routing_version: sql`routing_version + 1` })
    .where("id", "=", locationId)
    .where("routing_version", "=", seen)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** What a route is for. */
export interface RouteScope {
  readonly locationId: string;
  readonly scope: "category" | "item" | "variant";
  readonly scopeId: string;
}

/** Whether the place has what the route is for. */
export async function scopeExists(db: Kysely<Database>, { locationId, scope, scopeId }: RouteScope): Promise<boolean> {
  const table = ({ category: "menu_category", item: "menu_item", variant: "item_variant" } as const)[scope];
  const row = await db
    .selectFrom(table)
    .select(sql<number>`1`.as("one"))
    .where("location_id", "=", locationId)
    .where("id", "=", scopeId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Replaces the stations of a route. */
export async function replaceRoute(
  trx: Transaction<Database>,
  { locationId, scope, scopeId }: RouteScope,
  stationIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom("station_route")
    .where("location_id", "=", locationId)
    .where("scope", "=", scope)
    .where("scope_id", "=", scopeId)
    .execute();
  const rows = [...new Set(stationIds)].map((id) => ({
    location_id: locationId,
    scope,
    scope_id: scopeId,
    station_id: id,
  }));
  if (rows.length > 0) await trx.insertInto("station_route").values(rows).execute();
}

/** Writes a rule. */
export async function insertRule(trx: Transaction<Database>, locationId: string, draft: RuleDraft): Promise<string> {
  const id = newId();
  await trx
    .insertInto("reroute_rule")
    .values({ id, location_id: locationId, ...ruleColumns(draft) })
    .execute();
  return id;
}

/** Which rule, and the version its writer saw. */
export interface RuleRef {
  readonly locationId: string;
  readonly ruleId: string;
  readonly version: number;
}

/** Changes a rule, or puts it away where there is no draft; `false` where it has another version by now. */
export async function changeRule(
  trx: Transaction<Database>,
  { locationId, ruleId, version }: RuleRef,
  draft: RuleDraft | undefined,
): Promise<boolean> {
  const changed = await trx
    .updateTable("reroute_rule")
    .set({
      ...(draft === undefined ? { archived_at: sql<Date>`now()` } : ruleColumns(draft)),
      version: sql`version + 1`,
    })
    .where("location_id", "=", locationId)
    .where("id", "=", ruleId)
    .where("version", "=", version)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

function ruleColumns({ priority, orderType, serviceArea, fromStationId, toStationIds }: RuleDraft) {
  return {
    priority,
    order_type: orderType,
    service_area: serviceArea,
    from_station_id: fromStationId,
    to_station_ids: [...new Set(toStationIds)],
  };
}

/** Whether the place has such a rule that is not put away. */
export async function hasRule(db: Kysely<Database>, locationId: string, ruleId: string): Promise<boolean> {
  return (await readRules(db, locationId)).some(({ id }) => id === ruleId);
}
