/** Finds the dishes that would be made nowhere: with the router that fires orders, so that it cannot say otherwise. */
import type { Kysely } from "kysely";
import type { RoutingTable } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { type RoutedLine, type RoutingPlan, routerOf } from "./routing.js";
import { readPlan } from "./routing.store.js";

type Unrouted = RoutingTable["unrouted"][number];

const ORDER_TYPES = ["pickup", "dine_in", "delivery"] as const;

/** Items with a variant that no route knows, or that would come to a station that is closed; in the menu's order. */
export async function readUnrouted(db: Kysely<Database>, locationId: string): Promise<Unrouted[]> {
  const variants = await db
    .selectFrom("item_variant as variant")
    .innerJoin("menu_item as item", "item.id", "variant.item_id")
    .select(["variant.id as variantId", "item.id as itemId", "item.category_id as categoryId", "item.name"])
    .where("variant.location_id", "=", locationId)
    .where("variant.archived_at", "is", null)
    .where("item.archived_at", "is", null)
    .where("item.no_prep", "=", false)
    .orderBy("item.ordinal")
    .orderBy("item.id")
    .execute();
  const isLost = losing(await readPlan(db, locationId));
  const lost = variants.filter((variant) => isLost({ ...variant, noPrep: false, extraStationIds: [] }));
  return [...new Map(lost.map(({ itemId, name }) => [itemId, { itemId, name }])).values()];
}

/** Whether a line would be lost, in whichever way it is ordered. */
function losing(plan: RoutingPlan): (line: RoutedLine) => boolean {
  if (plan.stations.length === 0) return () => true;
  const route = routerOf(plan);
  const open = new Set(plan.stations.filter(({ isOpen }) => isOpen).map(({ id }) => id));
  return (line) =>
    ORDER_TYPES.some((orderType) => {
      const { stationIds, unrouted } = route({ ...line, orderType });
      return unrouted || !stationIds.every((id) => open.has(id));
    });
}

/** Says at the start how many dishes of each place would be made nowhere; the office names them. */
export async function tellUnrouted(
  db: Kysely<Database>,
  warn: (place: { readonly place: string; readonly dishes: number }) => void,
): Promise<void> {
  for (const { id, slug } of await db.selectFrom("location").select(["id", "slug"]).orderBy("slug").execute()) {
    const { length: dishes } = await readUnrouted(db, id);
    if (dishes > 0) warn({ place: slug, dishes });
  }
}
