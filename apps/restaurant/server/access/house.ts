/** Who owns the whole house: what is every place's is theirs alone. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** Who is an owner of every place. Asked at each use, since a token may be older than a change. */
export async function houseOwners(db: Kysely<Database>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("membership.staff_id")
    .where("membership.role", "=", "owner")
    .where("staff.disabled_at", "is", null)
    .groupBy("membership.staff_id")
    .having((having) =>
      having(having.fn.countAll(), "=", having.selectFrom("location").select(having.fn.countAll().as("places"))),
    )
    .execute();
  return rows.map(({ staff_id }) => staff_id);
}

/** Whether somebody is one of them. */
export async function ownsHouse(db: Kysely<Database>, staffId: string): Promise<boolean> {
  return (await houseOwners(db)).includes(staffId);
}
