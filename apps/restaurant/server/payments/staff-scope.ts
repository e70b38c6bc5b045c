/** What a member of staff may do with the money of a place; read from the database, since a token may be older. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** Someone who works where the money is. */
export interface MoneyScope {
  readonly staffId: string;
  readonly role: "owner" | "manager" | "cashier";
}

/** Their role at the place, or `undefined` where they have none that handles money there. */
export async function moneyScope(
  db: Kysely<Database>,
  staffId: string,
  locationId: string,
): Promise<MoneyScope | undefined> {
  const member = await db
    .selectFrom("membership")
    .innerJoin("staff", "staff.id", "membership.staff_id")
    .select("membership.role")
    .where("membership.staff_id", "=", staffId)
    .where("membership.location_id", "=", locationId)
    .where("staff.disabled_at", "is", null)
    .executeTakeFirst();
  const role = member?.role;
  return role === "owner" || role === "manager" || role === "cashier" ? { staffId, role } : undefined;
}
