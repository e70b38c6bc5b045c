/** What a caller sees of the kitchen; read from the database, since a token may be older than a change. */
import { type Caller, refuse } from "cloche";
import type { Kysely } from "kysely";
import { type Board, locationOf } from "../../contracts/index.js";
import { type Actor, type Database, staffAt } from "../platform/index.js";

/** One caller's view. */
export interface KitchenScope {
  readonly actor: Required<Actor> & { readonly kind: "staff" | "device"; readonly id: string };
  readonly locationId: string;
  readonly role: "device" | "chef" | "manager" | "owner";
  /** The stations they may see. */
  readonly stations: Board["stations"];
  /** The stations to filter by; `undefined` where they see everything. */
  readonly stationIds: readonly string[] | undefined;
  /** Whether they stand at the pass, where all of an order is seen. */
  readonly expo: boolean;
}

/** As much of a caller as is looked at. */
export type Whose = Pick<Caller, "id" | "via" | "claims">;

/** What a paired screen's credential is called. */
export const DEVICE = "device";

/** What whoever has no view is answered. */
export const NOT_OF_THE_KITCHEN = refuse("forbidden", { reason: "not_of_the_kitchen" });

/** What whoever does not stand at the pass is answered, where that is asked for. */
export const NOT_AT_THE_PASS = refuse("forbidden", { reason: "not_at_the_pass" });

/** Reads a caller's view; `undefined` where they do not, or no longer, work in a kitchen. */
export function kitchenScope(db: Kysely<Database>, caller: Whose): Promise<KitchenScope | undefined> {
  return caller.via === DEVICE ? deviceScope(db, caller.id) : staffScope(db, caller.id, locationOf(caller));
}

/** Whether two views show the same. */
export function sameScope(a: KitchenScope, b: KitchenScope | undefined): boolean {
  if (b === undefined || a.locationId !== b.locationId || a.role !== b.role) return false;
  return a.stationIds?.join() === b.stationIds?.join();
}

/** Whether the caller may put a ticket before the others. */
export function mayRush({ role, expo }: KitchenScope): boolean {
  return expo || role === "manager" || role === "owner";
}

async function staffScope(
  db: Kysely<Database>,
  staffId: string,
  locationId: string,
): Promise<KitchenScope | undefined> {
  const role = locationId === "" ? undefined : await staffAt(db, { staffId, locationId });
  if (role !== "chef" && role !== "manager" && role !== "owner") return undefined;
  const stations = await readStations(db, locationId, role === "chef" ? staffId : undefined);
  return scopeOf({ actor: { kind: "staff", id: staffId }, locationId, role, stations }, role !== "chef");
}

async function deviceScope(db: Kysely<Database>, deviceId: string): Promise<KitchenScope | undefined> {
  const row = await db
    .selectFrom("device")
    .innerJoin("station", "station.id", "device.station_id")
    .select(["device.location_id", "station.id", "station.name", "station.kind"])
    .where("device.id", "=", deviceId)
    .where("device.revoked_at", "is", null)
    .where("station.archived_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { location_id: locationId, ...station } = row;
  return scopeOf({ actor: { kind: "device", id: deviceId }, locationId, role: "device", stations: [station] }, false);
}

/** Who stands at the pass sees every station's tickets; so does who runs the place. */
function scopeOf(part: Omit<KitchenScope, "stationIds" | "expo">, everything: boolean): KitchenScope {
  const expo = !everything && part.stations.some(({ kind }) => kind === "expo");
  const stationIds = everything || expo ? undefined : part.stations.map(({ id }) => id);
  return { ...part, stationIds, expo };
}

function readStations(db: Kysely<Database>, locationId: string, chefId: string | undefined) {
  return db
    .selectFrom("station")
    .select(["station.id", "station.name", "station.kind"])
    .where("station.location_id", "=", locationId)
    .where("station.archived_at", "is", null)
    .$if(chefId !== undefined, (found) =>
      found.where("station.id", "in", (own) =>
        own
          .selectFrom("staff_station")
          .select("staff_station.station_id")
          .where("staff_station.staff_id", "=", chefId ?? ""),
      ),
    )
    .orderBy("station.ordinal")
    .orderBy("station.id")
    .execute();
}
