/** Makes the first owner, once, against the set-up token. */
import { created, type Handled, handle, problem } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { normalEmail, type SetUp, setUp } from "../../contracts/index.js";
import { audit, type Database, newId, setupTokenHash } from "../platform/index.js";
import { newPlace } from "./new-place.js";
import type { Passwords } from "./passwords.js";

/** What setting up needs. */
export interface SetupParts {
  readonly db: Kysely<Database>;
  readonly passwords: Passwords;
}

/** The handler of the set-up. */
export function setupHandlers({ db, passwords }: SetupParts): readonly Handled[] {
  return [
    handle(setUp, async ({ body, requestId }) => {
      const tokenHash = setupTokenHash(body.token);
      // Asked before the password is hashed: a guess must not cost what a hash costs.
      if (!(await isOpen(db, tokenHash))) return problem(403, "setup_refused");
      const passwordHash = await passwords.hash(body.password);
      const made = await db.transaction().execute((trx) => make(trx, { body, passwordHash, tokenHash, requestId }));
      return made === undefined ? problem(403, "setup_refused") : created(made);
    }),
  ];
}

async function isOpen(db: Kysely<Database>, tokenHash: string): Promise<boolean> {
  const row = await db
    .selectFrom("install")
    .select("only_row")
    .where("setup_token_hash", "=", tokenHash)
    .executeTakeFirst();
  return row !== undefined;
}

interface Making {
  readonly body: SetUp;
  readonly passwordHash: string;
  readonly tokenHash: string;
  readonly requestId: string;
}

async function make(trx: Transaction<Database>, { body, passwordHash, tokenHash, requestId }: Making) {
  // Of several requests at once exactly one finds the token; the row's lock makes the others wait and find none.
  const taken = await trx
    .updateTable("install")
    .set({ setup_token_hash: null })
    .where("setup_token_hash", "=", tokenHash)
    .returning("only_row")
    .executeTakeFirst();
  if (taken === undefined) return undefined;
  const place = { slug: "main", ...body.restaurant };
  const locationId = (await firstPlace(trx)) ?? (await newPlace(trx, { ...body, place }));
  if (locationId === undefined) throw new Error("There is a place already.");
  const id = newId();
  const staff = { id, email_norm: normalEmail(body.email), display_name: body.name, password_hash: passwordHash };
  await trx.insertInto("staff").values(staff).execute();
  await trx.insertInto("membership").values({ staff_id: id, location_id: locationId, role: "owner" }).execute();
  const actor = { kind: "staff", id } as const;
  await audit(trx, { actor, action: "place.set_up", entity: "location", entityId: locationId, locationId, requestId });
  return { id, locationId };
}

async function firstPlace(trx: Transaction<Database>): Promise<string | undefined> {
  return (await trx.selectFrom("location").select("id").orderBy("id").limit(1).executeTakeFirst())?.id;
}
