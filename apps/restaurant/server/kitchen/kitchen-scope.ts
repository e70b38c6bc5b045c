/** What a member of staff sees of the kitchen; read from the database, since a token may be older than a change. */
import type { Kysely } from "kysely";
import type { Board } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** One person's view. */
export interface KitchenScope {
  readonly staffId: string;
  readonly locationId: string;
  readonly role: "chef" | "manager" | "owner";
  /** The stations they may see. */
  readonly stations: Board["stations"];
  /** The stations to filter by; `undefined` where they see everything. */
  readonly stationIds: readonly string[] | undefined;
}

/** Reads a person's view; `undefined` where they do not, or no longer, work in a kitchen. */
export async function kitchenScope(db: Kysely<Database>, staffId: string): Promise<KitchenScope | undefined> {
  const member = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select(["membership.location_id", "membership.role"])
    .where("membership.staff_id", "=", staffId)
    .where("staff.disabled_at", "is", null)
    .orderBy("membership.location_id")
    .executeTakeFirst();
  if (member === undefined || member.role === "cashier" || member.role === "courier") return undefined;
  const { role, location_id: locationId } = member;
  const stations = await readStations(db, locationId, role === "chef" ? staffId : undefined);
  const stationIds = role === "chef" ? stations.map(({ id }) => id) : undefined;
  return { staffId, locationId, role, stations, stationIds };
}

/** Whether two views show the same. */
export function sameScope(a: KitchenScope, b: KitchenScope | undefined): boolean {
  if (b === undefined || a.locationId !== b.locationId || a.role !== b.role) return false;
  return a.stationIds?.join() === b.stationIds?.join();
}

function readStations(db: Kysely<Database>, locationId: string, chefId: string | undefined) {
  return db
    .selectFrom("station")
    .select(["station.id", "station.name", "station.kind"])
    .where("station.location_id", "=", locationId)
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
