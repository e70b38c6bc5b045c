/** The rows of kept keys. Nothing here opens one. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { PartnerKeyName } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** A version as it lies in the database. */
export interface KeptRow {
  readonly id: string;
  readonly name: string;
  readonly sealed: string;
  readonly writtenAt: Date;
  readonly writtenBy: string | null;
  /** `null` for the current version. */
  readonly endsAt: Date | null;
}

/** The house's own id, which every key is sealed for. */
export async function readHouse(db: Kysely<Database>): Promise<string> {
  return (await db.selectFrom("install").select("house_id").executeTakeFirstOrThrow()).house_id;
}

/** The house's own id; whoever else changes a key waits until this transaction ends. */
export async function lockHouse(trx: Transaction<Database>): Promise<string> {
  return (await trx.selectFrom("install").select("house_id").forUpdate().executeTakeFirstOrThrow()).house_id;
}

/** Every version that is accepted, the current one of a name first. */
export function readVersions(db: Kysely<Database>, now: Date, name?: PartnerKeyName): Promise<readonly KeptRow[]> {
  const rows = db
    .selectFrom("partner_key")
    .leftJoin("staff", "staff.id", "partner_key.written_by")
    .select(["partner_key.id", "partner_key.name", "sealed", "written_at as writtenAt", "ends_at as endsAt"])
    .select("staff.display_name as writtenBy")
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", now)]))
    .orderBy("partner_key.name")
    .orderBy(sql`ends_at desc nulls first`);
  return (name === undefined ? rows : rows.where("partner_key.name", "=", name)).execute();
}

/** A new version. */
export interface NewVersion {
  readonly id: string;
  readonly name: PartnerKeyName;
  readonly sealed: string;
  readonly writtenAt: Date;
  readonly writtenBy: string;
}

/** Adds a version; the current one must have been ended before. */
export async function putVersion(trx: Transaction<Database>, version: NewVersion): Promise<void> {
  const { id, name, sealed, writtenAt: written_at, writtenBy: written_by } = version;
  await trx.insertInto("partner_key").values({ id, name, sealed, written_at, written_by, ends_at: null }).execute();
}

/** Says when a version ends; `null` makes it the current one. */
export async function endVersion(trx: Transaction<Database>, id: string, ends_at: Date | null): Promise<void> {
  await trx.updateTable("partner_key").set({ ends_at }).where("id", "=", id).execute();
}

/** Forgets a version. */
export async function dropVersion(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.deleteFrom("partner_key").where("id", "=", id).execute();
}

/** Forgets every version that has ended. */
export async function dropEnded(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom("partner_key").where("ends_at", "<=", now).execute();
}

/** Takes the place of what was sealed under an older secret, unless the row was changed meanwhile. */
export async function replaceSealed(
  db: Kysely<Database>,
  { id, sealed }: Pick<KeptRow, "id" | "sealed">,
  renewed: string,
): Promise<void> {
  await db
    .updateTable("partner_key")
    .set({ sealed: renewed })
    .where("id", "=", id)
    .where("sealed", "=", sealed)
    .execute();
}

/** When each partner was last heard: by an event in the inbox, or by the state of a message. */
export async function lastHeard(db: Kysely<Database>): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ readonly partner: string; readonly at: Date }>`
    select provider as partner, max(received_at) as at from webhook_event group by provider
    union all select provider, max(changed_at) from message_status group by provider`.execute(db);
  return new Map(rows.map(({ partner, at }) => [partner, at]));
}
