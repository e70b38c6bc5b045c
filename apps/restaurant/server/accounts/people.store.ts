/** Reads and writes who works where. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { StaffMember } from "../../contracts/index.js";
import { type Database, newId, type StaffRole } from "../platform/index.js";

/** Everybody who works at a place. */
export async function readMembers(
  db: Kysely<Database>,
  locationId: string,
  staffId?: string,
): Promise<readonly StaffMember[]> {
  const rows = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .leftJoin("staff_second_factor as factor", "factor.staff_id", "staff.id")
    .select(["staff.id", "staff.display_name as name", "staff.email_norm as email", "membership.role"])
    .select(({ eb }) => eb("factor.confirmed_at", "is not", null).as("secondFactor"))
    .where("membership.location_id", "=", locationId)
    .where("staff.disabled_at", "is", null)
    .$if(staffId !== undefined, (found) => found.where("staff.id", "=", staffId ?? ""))
    .orderBy("staff.display_name")
    .orderBy("staff.id")
    .execute();
  const own = await db
    .selectFrom("staff_station")
    .select(["staff_id", "station_id"])
    .where("location_id", "=", locationId)
    .orderBy("station_id")
    .execute();
  return rows.map((row) => ({
    ...row,
    secondFactor: Boolean(row.secondFactor),
    stationIds: own.filter(({ staff_id }) => staff_id === row.id).map(({ station_id }) => station_id),
  }));
}

/** Somebody to be taken on. */
export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** The account of an address, made where there is none. */
export async function accountFor(
  trx: Transaction<Database>,
  { email, name, passwordHash }: NewMember,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const made = await trx
    .insertInto("staff")
    .values({ id: newId(), email_norm: email, display_name: name, password_hash: passwordHash })
    .onConflict((conflict) => conflict.column("email_norm").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made !== undefined) return { id: made.id, isNew: true };
  const known = await trx.selectFrom("staff").select("id").where("email_norm", "=", email).executeTakeFirstOrThrow();
  return { id: known.id, isNew: false };
}

/** A place in somebody's life. */
export interface MemberRef {
  readonly locationId: string;
  readonly staffId: string;
}

/** Gives a role at a place; `false` where they have one there. */
export async function join(
  trx: Transaction<Database>,
  { locationId, staffId }: MemberRef,
  role: StaffRole,
): Promise<boolean> {
  const row = await trx
    .insertInto("membership")
    .values({ location_id: locationId, staff_id: staffId, role })
    .onConflict((conflict) => conflict.columns(["staff_id", "location_id"]).doNothing())
    .returning("role")
    .executeTakeFirst();
  return row !== undefined;
}

/** The role of somebody at a place. Every change of a place's people takes the place's row first, so that two owners cannot remove each other. */
export async function lockRole(
  trx: Transaction<Database>,
  { locationId, staffId }: MemberRef,
): Promise<StaffRole | undefined> {
  await trx.selectFrom("location").select("id").where("id", "=", locationId).forUpdate().execute();
  const row = await trx
    .selectFrom("membership")
    .select("role")
    .where("location_id", "=", locationId)
    .where("staff_id", "=", staffId)
    .executeTakeFirst();
  return row?.role;
}

/** How many owners a place has. */
export async function countOwners(trx: Transaction<Database>, locationId: string): Promise<number> {
  const { many } = await trx
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select(sql<number>`count(*)::int`.as("many"))
    .where("membership.location_id", "=", locationId)
    .where("membership.role", "=", "owner")
    .where("staff.disabled_at", "is", null)
    .executeTakeFirstOrThrow();
  return many;
}

/** Changes a role. */
export async function setRole(
  trx: Transaction<Database>,
  { locationId, staffId }: MemberRef,
  role: StaffRole,
): Promise<void> {
  const changed = trx.updateTable("membership").set({ role }).where("location_id", "=", locationId);
  await changed.where("staff_id", "=", staffId).execute();
}

/** Changes a name. */
export async function setName(trx: Transaction<Database>, staffId: string, name: string): Promise<void> {
  await trx.updateTable("staff").set({ display_name: name }).where("id", "=", staffId).execute();
}

/** Says where a chef works; `false` where the place has not every one of these stations. */
export async function setStations(
  trx: Transaction<Database>,
  { locationId, staffId }: MemberRef,
  stationIds: readonly string[],
): Promise<boolean> {
  const wanted = [...new Set(stationIds)];
  const gone = trx.deleteFrom("staff_station").where("location_id", "=", locationId);
  await gone.where("staff_id", "=", staffId).execute();
  if (wanted.length === 0) return true;
  const { many } = await trx
    .selectFrom("station")
    .select(sql<number>`count(*)::int`.as("many"))
    .where("location_id", "=", locationId)
    .where("id", "in", wanted)
    .where("archived_at", "is", null)
    .executeTakeFirstOrThrow();
  if (many !== wanted.length) return false;
  const rows = wanted.map((station_id) => ({ staff_id: staffId, location_id: locationId, station_id }));
  await trx.insertInto("staff_station").values(rows).execute();
  return true;
}

/** Ends a membership; what hangs on it, sessions at the place included, goes with it. */
export async function leave(trx: Transaction<Database>, { locationId, staffId }: MemberRef): Promise<void> {
  const gone = trx.deleteFrom("membership").where("location_id", "=", locationId);
  await gone.where("staff_id", "=", staffId).execute();
}

/** Changes a password. */
export async function setPassword(db: Kysely<Database>, staffId: string, passwordHash: string): Promise<void> {
  await db.updateTable("staff").set({ password_hash: passwordHash }).where("id", "=", staffId).execute();
}
