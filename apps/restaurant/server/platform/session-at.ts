/** Whether a session goes on; asked of the database, since a token may be older than its end. */
import type { Kysely } from "kysely";
import type { Database } from "./schema.js";

/** `true` too where the credential belongs to no session, as a paired screen's does not. */
export async function sessionGoesOn(
  db: Kysely<Database>,
  claims: Readonly<Record<string, unknown>> | undefined,
): Promise<boolean> {
  const sessionId = claims?.["sid"];
  if (typeof sessionId !== "string") return true;
  const row = await db
    .selectFrom("staff_session")
    .select("family_id")
    .where("family_id", "=", sessionId)
    .executeTakeFirst();
  return row !== undefined;
}
