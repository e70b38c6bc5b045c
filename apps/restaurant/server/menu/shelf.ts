/** One kind of thing that a menu or a floor is made of: how it is read and written. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../platform/index.js";

/** The tables things stand in. */
export type ShelfTable =
  | "menu_category"
  | "menu_item"
  | "item_variant"
  | "modifier_group"
  | "tax_category"
  | "dining_table"
  | "slot"
  | "delivery_zone";

/** A thing at a place. */
export interface At {
  readonly locationId: string;
  readonly id: string;
}

/** Reads and writes one kind of thing. */
export interface Shelf<Body extends object> {
  readonly table: ShelfTable;
  /** What stands there, in order. */
  list(db: Kysely<Database>, locationId: string): Promise<readonly (Body & { id: string; version: number })[]>;
  insert(trx: Transaction<Database>, at: At, body: Body): Promise<void>;
  /** Writes what changes; the version has been raised already. */
  update(
    trx: Transaction<Database>,
    at: At,
    body: { readonly [Key in keyof Body]?: Body[Key] | undefined },
  ): Promise<void>;
  /** Why it may not be archived. */
  keeps?(trx: Transaction<Database>, at: At): Promise<KeptBecause | undefined>;
}

/** Why a thing may not be archived: an item needs one variant, and what is sold keeps its tax. */
export type KeptBecause = "last_variant" | "in_use";

/** Raises the version of a thing that is at the one that was seen. */
export async function raiseVersion(
  trx: Transaction<Database>,
  table: ShelfTable,
  { locationId, id, version }: At & { readonly version: number },
): Promise<"raised" | "not_found" | "version_conflict"> {
  const { rows } = await sql<{ version: number }>`select version from ${sql.table(table)}
    where location_id = ${locationId}::uuid and id = ${id}::uuid ${unarchived(table)} for update`.execute(trx);
  const [row] = rows;
  if (row === undefined) return "not_found";
  if (row.version !== version) return "version_conflict";
  await sql`update ${sql.table(table)} set version = version + 1 where id = ${id}::uuid`.execute(trx);
  return "raised";
}

/** Takes a thing off the shelf. A slot nobody has taken goes for good. */
export async function archiveRow(
  trx: Transaction<Database>,
  table: ShelfTable,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<void> {
  if (table === "slot") await sql`update slot set capacity = used where id = ${id}::uuid`.execute(trx);
  else await sql`update ${sql.table(table)} set archived_at = ${now} where id = ${id}::uuid`.execute(trx);
}

const unarchived = (table: ShelfTable) => (table === "slot" ? sql`` : sql`and archived_at is null`);

/** What of a change is said, as columns. */
export function columns(pairs: Readonly<Record<string, unknown>>): Record<string, never> {
  return Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== undefined)) as Record<string, never>;
}

/** Writes columns of a thing, where any is said. */
export async function setColumns(
  trx: Transaction<Database>,
  table: ShelfTable,
  { id, set }: { readonly id: string; readonly set: Readonly<Record<string, unknown>> },
): Promise<void> {
  const said = columns(set);
  if (Object.keys(said).length > 0)
    await trx
      .updateTable(table as "slot")
      .set(said)
      .where("id", "=", id)
      .execute();
}
