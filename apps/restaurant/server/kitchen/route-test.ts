/** Answers where a line would go now and what decides that, with the same router that fires orders. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { routerOf } from "./routing.js";
import { readPlan } from "./routing.store.js";
import { readRules } from "./routing-table.store.js";
import { readStations } from "./stations.store.js";

/** A line somebody asks about. */
export interface AskedLine {
  readonly variantId: string;
  readonly options: readonly string[];
  readonly orderType: "dine_in" | "pickup" | "delivery";
  readonly serviceArea?: string | undefined;
}

/** Routes the line; `undefined` where the place has no such variant. */
export async function testedRoute(
  db: Kysely<Database>,
  locationId: string,
  { variantId, options, orderType, serviceArea }: AskedLine,
) {
  const line = await db
    .selectFrom("item_variant as variant")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .select(["variant.id as variantId", "item.id as itemId", "item.category_id as categoryId"])
    .select("item.no_prep as noPrep")
    .where("variant.location_id", "=", locationId)
    .where("variant.id", "=", variantId)
    .executeTakeFirst();
  if (line === undefined) return undefined;
  const extraStationIds = await extrasOf(db, locationId, options);
  const route = routerOf(await readPlan(db, locationId));
  const { stationIds, by, ruleIds, fallbacks, unrouted } = route({ ...line, extraStationIds, orderType, serviceArea });
  const names = new Map((await readStations(db, locationId)).map(({ id, name }) => [id, name]));
  const rules = await readRules(db, locationId);
  const nameOf = (id: string) => names.get(id) ?? "";
  return {
    stations: stationIds.map((id) => ({ id, name: nameOf(id) })),
    decidedBy: by,
    rules: rules.filter(({ id }) => ruleIds.includes(id)).map(({ id, priority }) => ({ id, priority })),
    fallbacks: fallbacks.map(({ from, to }) => ({ from: nameOf(from), to: nameOf(to) })),
    unrouted,
  };
}

async function extrasOf(db: Kysely<Database>, locationId: string, optionIds: readonly string[]) {
  if (optionIds.length === 0) return [];
  const rows = await db
    .selectFrom("modifier_option")
    .select("extra_station_id")
    .where("location_id", "=", locationId)
    .where("id", "in", [...optionIds])
    .execute();
  return rows.flatMap(({ extra_station_id: id }) => (id === null ? [] : [id]));
}
