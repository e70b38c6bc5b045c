/** Reads and changes stations. A change needs the version its writer saw. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Station, StationChange } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";

/** The stations of a place that are in use, in their order. */
export async function readStations(db: Kysely<Database>, locationId: string): Promise<readonly Station[]> {
  const rows = await stationColumns(db, locationId).orderBy("ordinal").orderBy("id").execute();
  return rows;
}

/** One of them. */
export function readStation(db: Kysely<Database>, locationId: string, stationId: string): Promise<Station | undefined> {
  return stationColumns(db, locationId).where("id", "=", stationId).executeTakeFirst();
}

function stationColumns(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("station")
    .select(["id", "name", "kind", "parallelism", "version"])
    .select(["is_open as isOpen", "fallback_station_id as fallbackStationId"])
    .select(["warn_after_s as warnAfterSeconds", "late_after_s as lateAfterSeconds"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null);
}

/** Whether the place has every one of these stations. */
export async function hasStations(db: Kysely<Database>, locationId: string, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return true;
  const rows = await db
    .selectFrom("station")
    .select("id")
    .where("location_id", "=", locationId)
    .where("id", "in", [...ids])
    .where("archived_at", "is", null)
    .execute();
  return new Set(ids).size === rows.length;
}

/** Writes a station behind the others; `undefined` where its name is taken. */
export async function insertStation(
  db: Kysely<Database>,
  locationId: string,
  draft: StationChange & Pick<Station, "name" | "kind">,
): Promise<string | undefined> {
  const id = newId();
  const last = sql<number>`(select coalesce(max(ordinal), -1) + 1 from station where location_id = ${locationId}::uuid)`;
  const row = { id, location_id: locationId, name: draft.name, kind: draft.kind, ordinal: last };
  const made = await db
    .insertInto("station")
    .values({ ...row, ...columnsOf(draft) })
    .onConflict((conflict) => conflict.columns(["location_id", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** Which station, and the version its writer saw. */
export interface StationRef {
  readonly locationId: string;
  readonly stationId: string;
  readonly version: number;
}

/** Changes a station; `false` where it has another version by now. */
export async function changeStation(
  trx: Transaction<Database>,
  { locationId, stationId, version }: StationRef,
  change: StationChange,
): Promise<boolean> {
  const changed = await trx
    .updateTable("station")
    .set({ ...columnsOf(change), version: sql`version + 1` })
    .where("location_id", "=", locationId)
    .where("id", "=", stationId)
    .where("version", "=", version)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

function columnsOf(change: StationChange) {
  const { name, isOpen, fallbackStationId, parallelism, warnAfterSeconds, lateAfterSeconds } = change;
  return {
    ...(name === undefined ? {} : { name }),
    ...(isOpen === undefined ? {} : { is_open: isOpen }),
    ...(fallbackStationId === undefined ? {} : { fallback_station_id: fallbackStationId }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(warnAfterSeconds === undefined ? {} : { warn_after_s: warnAfterSeconds }),
    ...(lateAfterSeconds === undefined ? {} : { late_after_s: lateAfterSeconds }),
  };
}

/** Whether another station of the place, archived or not, has the name. */
export async function isNameTaken(
  db: Kysely<Database>,
  locationId: string,
  { name, stationId }: { readonly name: string; readonly stationId: string },
): Promise<boolean> {
  const other = await db
    .selectFrom("station")
    .select("id")
    .where("location_id", "=", locationId)
    .where("name", "=", name)
    .where("id", "<>", stationId)
    .executeTakeFirst();
  return other !== undefined;
}

/** Whether anything still leads to a station: what is open there, a route, a rule, a screen, the default. */
export async function isInUse(trx: Transaction<Database>, { locationId, stationId }: Omit<StationRef, "version">) {
  const { rows } = await sql<{ used: boolean }>`select
    exists (select from location where id = ${locationId}::uuid and default_station_id = ${stationId}::uuid)
    or exists (select from station_route where location_id = ${locationId}::uuid and station_id = ${stationId}::uuid)
    or exists (select from reroute_rule where location_id = ${locationId}::uuid and archived_at is null
      and (from_station_id = ${stationId}::uuid or ${stationId}::uuid = any (to_station_ids)))
    or exists (select from station where location_id = ${locationId}::uuid and archived_at is null
      and fallback_station_id = ${stationId}::uuid)
    or exists (select from modifier_option where location_id = ${locationId}::uuid and archived_at is null
      and extra_station_id = ${stationId}::uuid)
    or exists (select from device where station_id = ${stationId}::uuid and revoked_at is null)
    or exists (select from ticket where station_id = ${stationId}::uuid and state = 'open') as used`.execute(trx);
  return rows[0]?.used === true;
}

/** Puts a station away. */
export async function putAway(trx: Transaction<Database>, stationId: string): Promise<void> {
  await trx
    .updateTable("station")
    .set({ archived_at: sql`now()`, version: sql`version + 1` })
    .where("id", "=", stationId)
    .execute();
}
