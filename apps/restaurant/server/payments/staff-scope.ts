/** What a member of staff may do with the money of a place; read from the database, since a token may be older. */
import type { Kysely } from "kysely";
import { type Database, staffAt } from "../platform/index.js";

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
  const role = await staffAt(db, { staffId, locationId });
  return role === "owner" || role === "manager" || role === "cashier" ? { staffId, role } : undefined;
}
