/** The routes by which something is said to be sold out, or counted: "86", with its return. */
import { type Clock, type Handled, handle, ok, type Refusal } from "cloche";
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { setAvailabilities, setAvailability } from "../../contracts/index.js";
import { type Acting, type ActingCaller, actingAt } from "../access/index.js";
import { audit, type Database, emitEvent } from "../platform/index.js";
import { NOT_HERE, NOT_YOURS } from "./menu-edits.js";

interface Target {
  readonly locationId: string;
  readonly kind: "variant" | "option";
  readonly targetId: string;
}

interface AvailabilityDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

/** The handlers: for one thing, and for many at once. */
export function availabilityHandlers({ db }: AvailabilityDeps): readonly Handled[] {
  return [
    handle(setAvailability, async ({ caller, params, body, requestId }) => {
      const { id: locationId, kind, targetId } = params;
      const { status, remaining = null, until = null } = body;
      const saying = { caller, locationId, targets: [{ kind, targetId }], requestId };
      return (await say(db, saying, { status, remaining, until })) ?? ok({ status, remaining, until });
    }),
    handle(setAvailabilities, async ({ caller, params: { id: locationId }, body, requestId }) => {
      const { targets, status, until = null } = body;
      const refused = await say(db, { caller, locationId, targets, requestId }, { status, remaining: null, until });
      return refused ?? ok({ changed: targets.length });
    }),
  ];
}

interface Saying {
  readonly caller: ActingCaller;
  readonly locationId: string;
  readonly targets: readonly Pick<Target, "kind" | "targetId">[];
  readonly requestId: string;
}

/** Says it of all the targets, or tells why of none. */
async function say(
  db: Kysely<Database>,
  { caller, locationId, targets, requestId }: Saying,
  said: Omit<Said, "staffId">,
): Promise<Refusal | undefined> {
  const acting = await actingAt(db, caller, { locationId, capability: "markSoldOut" });
  if (acting === "not_here") return NOT_HERE;
  const all = targets.map((one) => ({ ...one, locationId }));
  for (const target of all) {
    if (acting !== "not_yours" && !(await isThere(db, target))) return NOT_HERE;
    if (acting === "not_yours" || !(await isWithinReach(db, acting, target))) return NOT_YOURS;
  }
  if (acting === "not_yours") return NOT_YOURS;
  const { actor } = acting;
  const staffId = actor.kind === "staff" ? actor.id : null;
  await db.transaction().execute(async (trx) => {
    for (const target of inOrder(all)) {
      const { kind, targetId } = target;
      await write(trx, target, { ...said, staffId });
      const about = { entity: kind, entityId: targetId, locationId, detail: { ...said } };
      await audit(trx, { actor, action: "menu.availability", ...about, requestId });
      const payload = { availability: { kind, targetId, ...said } };
      await emitEvent(trx, { locationId, type: "availability", payload });
    }
  });
  return undefined;
}

/** Rows are taken in one order, so that two who say it of the same things do not wait for each other. */
function inOrder(targets: readonly Target[]): readonly Target[] {
  return [...targets].sort((one, other) => (one.targetId < other.targetId ? -1 : 1));
}

interface Said {
  readonly status: "available" | "limited" | "sold_out";
  readonly remaining: number | null;
  readonly until: string | null;
  readonly staffId: string | null;
}

async function write(trx: Transaction<Database>, { locationId, kind, targetId }: Target, said: Said): Promise<void> {
  const row = { location_id: locationId, target_kind: kind, target_id: targetId };
  if (said.status === "available") {
    const plain = trx.deleteFrom("availability").where("location_id", "=", locationId);
    await plain.where("target_kind", "=", kind).where("target_id", "=", targetId).execute();
    return;
  }
  const set = {
    status: said.status,
    remaining: said.remaining,
    until: said.until === null ? null : new Date(said.until),
    changed_by: said.staffId,
    changed_at: sql<Date>`now()`,
  };
  await trx
    .insertInto("availability")
    .values({ ...row, ...set })
    .onConflict((conflict) => conflict.columns(["location_id", "target_kind", "target_id"]).doUpdateSet(set))
    .execute();
}

async function isThere(db: Kysely<Database>, { locationId, kind, targetId }: Target): Promise<boolean> {
  const table = kind === "variant" ? "item_variant" : "modifier_option";
  const row = await db
    .selectFrom(table)
    .select("id")
    .where("location_id", "=", locationId)
    .where("id", "=", targetId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** A chef and a screen reach what their own stations make. */
async function isWithinReach(db: Kysely<Database>, { reach, actor, stationId }: Acting, target: Target) {
  if (reach !== "own") return true;
  const stations =
    stationId === undefined
      ? sql`select station_id from staff_station where staff_id = ${actor.id}::uuid`
      : sql`select ${stationId}::uuid as station_id`;
  return isOfStations(db, stations, target);
}

/** Whether one of the stations makes it: an option, where it makes an item that offers it. The nearest route wins. */
async function isOfStations(
  db: Kysely<Database>,
  stations: RawBuilder<unknown>,
  { locationId, kind, targetId }: Target,
): Promise<boolean> {
  const variants =
    kind === "variant"
      ? sql`select ${targetId}::uuid as id`
      : sql`select variant.id from modifier_option as option
          join item_modifier_group as link on link.group_id = option.group_id
          join item_variant as variant on variant.item_id = link.item_id
          where option.id = ${targetId}::uuid`;
  const { rows } = await sql`
    select from item_variant as variant
      join menu_item as item on item.id = variant.item_id
      join location on location.id = variant.location_id
      cross join (${stations}) as own
    where variant.location_id = ${locationId}::uuid and variant.id in (${variants}) and own.station_id in (
      select station_id from station_route as route
      where route.location_id = variant.location_id and route.scope_id = coalesce(
        (select scope_id from station_route where scope = 'variant' and scope_id = variant.id limit 1),
        (select scope_id from station_route where scope = 'item' and scope_id = item.id limit 1),
        item.category_id)
      union select location.default_station_id where not exists (
        select from station_route as any_route
        where any_route.scope_id in (variant.id, item.id, item.category_id)))
    limit 1`.execute(db);
  return rows.length > 0;
}
