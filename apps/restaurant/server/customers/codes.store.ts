/** Keeps the requests for codes: where to, until when, and how often each was tried. */
import { type Kysely, sql, type Transaction } from "kysely";
import { CODE_TRIES, type Language } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import type { Proved } from "./customers.store.js";

/** A request for a code. */
export interface NewCode {
  readonly id: string;
  readonly locationId: string;
  /** What is to be proved. */
  readonly to: Proved;
  /** Whose account it is to be added to; `undefined` where somebody signs in by it. */
  readonly customerId: string | undefined;
  readonly language: Language;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Keeps it. */
export async function insertCode(trx: Transaction<Database>, code: NewCode): Promise<void> {
  const { id, locationId, to, customerId = null, language, now, expiresAt } = code;
  const times = { created_at: now, expires_at: expiresAt };
  await trx
    .insertInto("customer_code")
    .values({ id, location_id: locationId, customer_id: customerId, ...to, language, ...times })
    .execute();
}

/** Which code is tried: one of nobody's account is to sign in by, and one of somebody's is for that account alone. */
export interface Tried {
  readonly id: string;
  readonly customerId: string | undefined;
  readonly now: Date;
}

/** Counts a try; `undefined` where there is no such code that may still be tried. */
export async function takeTry(db: Kysely<Database>, { id, customerId, now }: Tried) {
  return db
    .updateTable("customer_code")
    .set({ tries: sql`tries + 1` })
    .where("id", "=", id)
    .where("customer_id", "is not distinct from", customerId ?? null)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("tries", "<", CODE_TRIES)
    .returning(["phone", "email", "location_id as locationId"])
    .executeTakeFirst();
}

/** Uses a code up; of any number of attempts with one code exactly one is `true`. */
export async function useCode(trx: Transaction<Database>, id: string, now: Date): Promise<boolean> {
  const used = await trx
    .updateTable("customer_code")
    .set({ used_at: now })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** Forgets the codes that are over. */
export async function pruneCodes(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom("customer_code").where("expires_at", "<", now).execute();
}

/** The place of a name, or the first; `undefined` where there is none. */
export function placeOf(db: Kysely<Database>, slug: string | undefined) {
  return db
    .selectFrom("location")
    .select(["id", "language"])
    .$if(slug !== undefined, (found) => found.where("slug", "=", slug ?? ""))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}
