/** The routes by which categories and items are put in order: all of them at once, against those that were seen. */
import { type Handled, handle, ok, problem } from "cloche";
import { sql, type Transaction } from "kysely";
import { orderCategories, orderItems } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import type { MenuAdminDeps } from "./menu-admin.routes.js";
import { type Edited, type Editor, edit, editorAt, record } from "./menu-edits.js";

/** The handlers. */
export function orderHandlers({ db }: Pick<MenuAdminDeps, "db">): readonly Handled[] {
  return [
    handle(orderCategories, async ({ caller, params: { id: locationId }, body: { ids }, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      const done = await edit(db, editor, (trx) => putInOrder(trx, editor, { table: "menu_category", ids }));
      return typeof done === "string" ? problem(412, "version_conflict") : ok({ ids });
    }),
    handle(orderItems, async ({ caller, params: { id: locationId }, body: { ids, categoryId }, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      const done = await edit(db, editor, (trx) => putInOrder(trx, editor, { table: "menu_item", ids, categoryId }));
      return typeof done === "string" ? problem(412, "version_conflict") : ok({ ids });
    }),
  ];
}

interface Ordering {
  readonly table: "menu_category" | "menu_item";
  readonly ids: readonly string[];
  /** Whose items. */
  readonly categoryId?: string;
}

/** Gives each its place. Whoever orders what is not all there is has not seen what somebody else added or put away. */
async function putInOrder(
  trx: Transaction<Database>,
  editor: Editor,
  { table, ids, categoryId }: Ordering,
): Promise<Edited> {
  const within = categoryId === undefined ? sql`` : sql`and category_id = ${categoryId}::uuid`;
  const { rows } = await sql<{ id: string; ordinal: number }>`select id, ordinal from ${sql.table(table)}
    where location_id = ${editor.locationId}::uuid and archived_at is null ${within} order by id for update`.execute(
    trx,
  );
  const places = new Map(ids.map((id, ordinal) => [id, ordinal]));
  if (places.size !== rows.length || rows.some(({ id }) => !places.has(id))) return "version_conflict";
  const moved = rows.filter(({ id, ordinal }) => places.get(id) !== ordinal);
  for (const { id } of moved) {
    await sql`update ${sql.table(table)} set ordinal = ${places.get(id)}, version = version + 1
      where id = ${id}::uuid`.execute(trx);
    await record(trx, editor, { action: "changed", table, id, fields: ["ordinal"] });
  }
  return { id: editor.locationId };
}
