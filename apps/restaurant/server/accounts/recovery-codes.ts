/** Recovery codes: each opens a session once for whoever has lost the authenticator app. */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** How many there are at a time. */
const MANY = 10;
/** Crockford's base 32: no letter is taken for a digit when it is copied by hand. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 15;
const GROUP = 5;

/** Makes new codes and ends the old ones; they are shown once. */
export async function newRecoveryCodes(db: Kysely<Database>, staffId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: MANY }, newCode);
  await db.transaction().execute(async (trx) => {
    await dropRecoveryCodes(trx, staffId);
    const rows = codes.map((code) => ({ staff_id: staffId, code_hash: hashOf(staffId, code), used_at: null }));
    await trx.insertInto("staff_recovery_code").values(rows).execute();
  });
  return codes;
}

/** Uses a code up; of any number of attempts with one code exactly one is `true`. */
export async function useRecoveryCode(
  db: Kysely<Database>,
  staffId: string,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<boolean> {
  const used = await db
    .updateTable("staff_recovery_code")
    .set({ used_at: now })
    .where("staff_id", "=", staffId)
    .where("code_hash", "=", hashOf(staffId, code))
    .where("used_at", "is", null)
    .returning("staff_id")
    .executeTakeFirst();
  return used !== undefined;
}

/** Ends every code of a person. */
export async function dropRecoveryCodes(db: Kysely<Database>, staffId: string): Promise<void> {
  await db.deleteFrom("staff_recovery_code").where("staff_id", "=", staffId).execute();
}

function newCode(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return (letters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

/** A fast hash does: nobody guesses 75 random bits. */
function hashOf(staffId: string, code: string): string {
  return createHash("sha256").update(`${staffId}\n${code}`).digest("hex");
}
