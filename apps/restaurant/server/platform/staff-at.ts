/** What somebody may do at one place; asked of the database, since a token may be older than a change. */
import type { Kysely } from "kysely";
import type { Database } from "./schema.js";
import type { MembershipTable } from "./tables/people.js";

/** A role at a place. */
export type StaffRole = MembershipTable["role"];

/** The role of a person at a place; `undefined` where they do not, or no longer, work there. */
export async function staffAt(
  db: Kysely<Database>,
  { staffId, locationId }: { readonly staffId: string; readonly locationId: string },
): Promise<StaffRole | undefined> {
  const row = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("membership.role")
    .where("membership.staff_id", "=", staffId)
    .where("membership.location_id", "=", locationId)
    .where("staff.disabled_at", "is", null)
    .executeTakeFirst();
  return row?.role;
}
