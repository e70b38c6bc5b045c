/** Keeps what a session began with, so that every access token of it says the same. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** What a session began with, and how it is carried. */
export interface SessionFacts {
  readonly familyId: string;
  readonly staffId: string;
  readonly locationId: string;
  readonly carried: "bearer" | "cookie";
  readonly acr: "aal1" | "aal2";
  readonly authenticatedAt: Date;
}

/** Adds a session. */
export async function putSession(db: Kysely<Database>, facts: SessionFacts): Promise<void> {
  const { familyId, staffId, locationId, carried, acr, authenticatedAt } = facts;
  const row = { family_id: familyId, staff_id: staffId, location_id: locationId };
  await db
    .insertInto("staff_session")
    .values({ ...row, carried, acr, authenticated_at: authenticatedAt })
    .execute();
}

/** A session by its id. */
export function sessionById(db: Kysely<Database>, familyId: string): Promise<SessionFacts | undefined> {
  return db
    .selectFrom("staff_session")
    .select([
      "family_id as familyId",
      "staff_id as staffId",
      "location_id as locationId",
      "carried",
      "acr",
      "authenticated_at as authenticatedAt",
    ])
    .where("family_id", "=", familyId)
    .executeTakeFirst();
}

/** Notes that the person proved again who is there. */
export async function strengthenSession(
  db: Kysely<Database>,
  familyId: string,
  { acr, at }: { readonly acr: "aal1" | "aal2"; readonly at: Date },
): Promise<void> {
  await db.updateTable("staff_session").set({ acr, authenticated_at: at }).where("family_id", "=", familyId).execute();
}

/** Moves a session to another of its person's locations. */
export async function moveSessionTo(db: Kysely<Database>, familyId: string, locationId: string): Promise<void> {
  await db.updateTable("staff_session").set({ location_id: locationId }).where("family_id", "=", familyId).execute();
}

/** Forgets a session. */
export async function dropSession(db: Kysely<Database>, familyId: string): Promise<void> {
  await db.deleteFrom("staff_session").where("family_id", "=", familyId).execute();
}

/** Forgets the sessions of a person. */
export async function dropSessionsOf(db: Kysely<Database>, staffId: string): Promise<void> {
  await db.deleteFrom("staff_session").where("staff_id", "=", staffId).execute();
}

/** Forgets sessions that began before `before`, which is longer ago than any lives. */
export async function pruneSessions(db: Kysely<Database>, before: Date): Promise<void> {
  await db.deleteFrom("staff_session").where("created_at", "<", before).execute();
}
