/** Whose given-up events somebody sees: their own place's, and as its owner those that concern the whole house. */
import type { Kysely } from "kysely";
import { type Database, type DeadScope, staffAt } from "../platform/index.js";

/** Asked of the database, since a token may be older than a change. */
export async function deadScope(db: Kysely<Database>, staffId: string, locationId: string): Promise<DeadScope> {
  return { locationId, isOwner: (await staffAt(db, { staffId, locationId })) === "owner" };
}
