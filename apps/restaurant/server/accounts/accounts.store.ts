/** Reads people and what they may do where. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** Someone who works here, as far as signing in needs it. */
export interface StaffAccount {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: "owner" | "manager" | "cashier" | "chef" | "courier";
  readonly locationId: string;
}

/** A station as its people see it. */
export interface OwnStation {
  readonly id: string;
  readonly name: string;
}

/** The account of an address; none where it is unknown, disabled, or works nowhere. */
export function accountByEmail(db: Kysely<Database>, emailNorm: string): Promise<StaffAccount | undefined> {
  return accounts(db).where("staff.email_norm", "=", emailNorm).executeTakeFirst();
}

/** The account of a person at one of their locations, under the same conditions. */
export function accountAt(
  db: Kysely<Database>,
  { staffId, locationId }: { readonly staffId: string; readonly locationId: string },
): Promise<StaffAccount | undefined> {
  return accounts(db)
    .where("staff.id", "=", staffId)
    .where("membership.location_id", "=", locationId)
    .executeTakeFirst();
}

/** A location a person works at. */
export interface Workplace {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly role: StaffAccount["role"];
  readonly timezone: string;
}

/** Every location a person works at. */
export function workplacesOf(db: Kysely<Database>, staffId: string): Promise<readonly Workplace[]> {
  return db
    .selectFrom("membership")
    .innerJoin("location", "location.id", "membership.location_id")
    .select(["location.id", "location.name", "location.slug", "membership.role", "location.timezone"])
    .where("membership.staff_id", "=", staffId)
    .orderBy("location.name")
    .orderBy("location.id")
    .execute();
}

function accounts(db: Kysely<Database>) {
  return db
    .selectFrom("staff")
    .innerJoin("membership", "membership.staff_id", "staff.id")
    .select([
      "staff.id",
      "staff.display_name as name",
      "staff.password_hash as passwordHash",
      "membership.role",
      "membership.location_id as locationId",
    ])
    .where("staff.disabled_at", "is", null)
    .orderBy("membership.location_id")
    .limit(1);
}

/** The stations a person works at: their own for a chef, all for who runs the place, none for the rest. */
export async function stationsOf(db: Kysely<Database>, account: StaffAccount): Promise<readonly OwnStation[]> {
  if (account.role === "cashier" || account.role === "courier") return [];
  const stations = db
    .selectFrom("station")
    .select(["station.id", "station.name"])
    .where("station.location_id", "=", account.locationId)
    .orderBy("station.ordinal")
    .orderBy("station.name");
  if (account.role !== "chef") return stations.execute();
  return stations
    .innerJoin("staff_station", "staff_station.station_id", "station.id")
    .where("staff_station.staff_id", "=", account.id)
    .execute();
}
