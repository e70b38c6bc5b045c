/** The one-time token that lets the first owner in; only its digest is kept. */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "./schema.js";

/** Makes a token where nobody owns the place yet; one that was printed before is void then. */
export async function newSetupToken(db: Kysely<Database>): Promise<string | undefined> {
  const owner = await db.selectFrom("membership").select("staff_id").where("role", "=", "owner").executeTakeFirst();
  if (owner !== undefined) return undefined;
  const token = randomBytes(32).toString("base64url");
  await db
    .updateTable("install")
    .set({ setup_token_hash: setupTokenHash(token) })
    .execute();
  return token;
}

/** What is kept of a token. */
export function setupTokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
