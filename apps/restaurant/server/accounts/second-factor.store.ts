/** Keeps second factors, and lets each code count once. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** One person's factor as it is kept. */
export interface KeptFactor {
  readonly sealed: string;
  readonly confirmed: boolean;
}

/** The factor of a person, confirmed or not. */
export async function factorOf(db: Kysely<Database>, staffId: string): Promise<KeptFactor | undefined> {
  const row = await db
    .selectFrom("staff_second_factor")
    .select(["sealed_secret", "confirmed_at"])
    .where("staff_id", "=", staffId)
    .executeTakeFirst();
  return row === undefined ? undefined : { sealed: row.sealed_secret, confirmed: row.confirmed_at !== null };
}

/** Puts an unconfirmed factor in; `false` where a confirmed one is there. */
export async function putFactor(db: Kysely<Database>, staffId: string, sealed: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("staff_second_factor")
    .values({ staff_id: staffId, sealed_secret: sealed, confirmed_at: null })
    .onConflict((conflict) =>
      conflict
        .column("staff_id")
        .doUpdateSet({ sealed_secret: sealed, last_step: 0 })
        .where("staff_second_factor.confirmed_at", "is", null),
    )
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Uses a step's code up; of any number of attempts with one code exactly one is `true`. It confirms the factor. */
export async function useStep(
  db: Kysely<Database>,
  staffId: string,
  { step, now }: { readonly step: number; readonly now: Date },
): Promise<boolean> {
  const row = await db
    .updateTable("staff_second_factor")
    .set((row) => ({ last_step: step, confirmed_at: row.fn.coalesce("confirmed_at", row.val(now)) }))
    .where("staff_id", "=", staffId)
    .where("last_step", "<", step)
    .returning("staff_id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets a factor. */
export async function dropFactor(db: Kysely<Database>, staffId: string): Promise<void> {
  await db.deleteFrom("staff_second_factor").where("staff_id", "=", staffId).execute();
}

/** Whose factor, as it is kept. */
export interface SealedFactor {
  readonly staffId: string;
  readonly sealed: string;
}

/** Everybody's. */
export function allFactors(db: Kysely<Database>): Promise<readonly SealedFactor[]> {
  return db
    .selectFrom("staff_second_factor")
    .select(["staff_id as staffId", "sealed_secret as sealed"])
    .orderBy("staff_id")
    .execute();
}

/** Takes the place of what was sealed under an older secret, unless the factor was changed meanwhile. */
export async function replaceSealed(
  db: Kysely<Database>,
  { staffId, sealed }: SealedFactor,
  renewed: string,
): Promise<void> {
  await db
    .updateTable("staff_second_factor")
    .set({ sealed_secret: renewed })
    .where("staff_id", "=", staffId)
    .where("sealed_secret", "=", sealed)
    .execute();
}
