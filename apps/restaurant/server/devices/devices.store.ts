/** Reads and writes paired screens and the codes they are paired by. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Device } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";
import type { CodeParts } from "./pairing-code.js";

/** How long a code can be used, minutes, and how often it can be tried. */
const CODE_MINUTES = 10;
const TRIES = 5;
/** How stale the mark of a screen's last request may be, seconds. */
const SEEN_SECONDS = 10;

/** A code to be kept. */
export interface NewCode extends CodeParts {
  readonly locationId: string;
  readonly stationId: string;
  readonly name: string;
  readonly createdBy: string;
}

/** Keeps a code; `undefined` where its selector is taken or the place has no such station. */
export async function insertCode(db: Kysely<Database>, code: NewCode): Promise<Date | undefined> {
  const { selector, secretHash, locationId, stationId, name, createdBy } = code;
  // What has expired must not keep a selector from being used again.
  await sql`delete from device_pairing where expires_at < now() - interval '1 day'`.execute(db);
  await sql`update device_pairing set used_at = now()
    where selector = ${selector} and used_at is null and expires_at < now()`.execute(db);
  const { rows } = await sql<{ expires_at: Date }>`
    insert into device_pairing (id, location_id, station_id, name, selector, secret_hash, created_by, expires_at)
    select ${newId()}, ${locationId}, station.id, ${name}, ${selector}, ${secretHash}, ${createdBy},
      now() + make_interval(mins => ${CODE_MINUTES}::int)
    from station where station.id = ${stationId} and location_id = ${locationId} and archived_at is null
    on conflict do nothing returning expires_at`.execute(db);
  return rows[0]?.expires_at;
}

/** Whether the place has such a station. */
export async function hasStation(db: Kysely<Database>, locationId: string, stationId: string): Promise<boolean> {
  const row = await db
    .selectFrom("station")
    .select("id")
    .where("location_id", "=", locationId)
    .where("id", "=", stationId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts a try at the code of this selector; `undefined` where there is none that may still be tried. */
export async function takeTry(db: Kysely<Database>, selector: string) {
  return db
    .updateTable("device_pairing")
    .set({ attempts: sql`attempts + 1` })
    .where("selector", "=", selector)
    .where("used_at", "is", null)
    .where("attempts", "<", TRIES)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(["id", "secret_hash", "location_id", "station_id", "name", "created_by"])
    .executeTakeFirst();
}
export type TriedCode = NonNullable<Awaited<ReturnType<typeof takeTry>>>;

/** Uses a code up; `false` where somebody else was first. */
export async function useCode(trx: Transaction<Database>, codeId: string): Promise<boolean> {
  const used = await trx
    .updateTable("device_pairing")
    .set({ used_at: sql`now()` })
    .where("id", "=", codeId)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** Writes a screen. */
export async function insertDevice(trx: Transaction<Database>, code: TriedCode, tokenHash: string): Promise<string> {
  const id = newId();
  const { location_id, station_id, name, created_by: paired_by } = code;
  await trx
    .insertInto("device")
    .values({ id, location_id, station_id, name, paired_by, token_hash: tokenHash })
    .execute();
  return id;
}

/** The screens of a place that may still call, the oldest first. */
export async function readDevices(
  db: Kysely<Database>,
  locationId: string,
  deviceId?: string,
): Promise<readonly Device[]> {
  const rows = await db
    .selectFrom("device")
    .innerJoin("station", "station.id", "device.station_id")
    .select(["device.id", "device.name", "device.paired_at", "device.last_seen_at", "device.last_ack_seq"])
    .select(["device.last_ack_at", "station.id as station_id", "station.name as station_name"])
    .where("device.location_id", "=", locationId)
    .where("device.revoked_at", "is", null)
    .$if(deviceId !== undefined, (found) => found.where("device.id", "=", deviceId ?? ""))
    .orderBy("device.paired_at")
    .orderBy("device.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    station: { id: row.station_id, name: row.station_name },
    pairedAt: row.paired_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    lastAckSeq: row.last_ack_seq,
    lastAckAt: row.last_ack_at?.toISOString() ?? null,
  }));
}

/** Takes a screen's access away; `false` where the place has no such screen, or it was done before. */
export async function revoke(trx: Transaction<Database>, locationId: string, deviceId: string): Promise<boolean> {
  const revoked = await trx
    .updateTable("device")
    .set({ revoked_at: sql`now()` })
    .where("location_id", "=", locationId)
    .where("id", "=", deviceId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return revoked.numUpdatedRows === 1n;
}

/** The screen of a token's digest, marked as seen now; `undefined` where it is unknown or revoked. */
export async function deviceOf(db: Kysely<Database>, tokenHash: string) {
  const row = await db
    .selectFrom("device")
    .select(["id", "location_id", "station_id"])
    .select(
      sql<boolean>`last_seen_at is null or last_seen_at < now() - make_interval(secs => ${SEEN_SECONDS})`.as("stale"),
    )
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (row?.stale === true) {
    await db.updateTable("device").set({ last_seen_at: sql`now()` }).where("id", "=", row.id).execute();
  }
  return row;
}
