/** The routes by which categories, items and variants are put in order: all of them at once, against those that were seen. */
import { type Handled, handle, ok, problem } from "cloche";
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { orderCategories, orderItems, orderVariants } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import type { MenuAdminDeps } from "./menu-admin.routes.js";
import { type Editor, edit, editorAt, record, type Wanting } from "./menu-edits.js";

/** The handlers. */
export function orderHandlers({ db }: Pick<MenuAdminDeps, "db">): readonly Handled[] {
  return [
    handle(orderCategories, ({ caller, params, body: { ids }, requestId }) =>
      ordered(db, { caller, locationId: params.id, requestId }, { table: "menu_category", ids }),
    ),
    handle(orderItems, ({ caller, params, body: { ids, categoryId, movedId }, requestId }) => {
      const within = { column: "category_id", id: categoryId, movedId } as const;
      return ordered(db, { caller, locationId: params.id, requestId }, { table: "menu_item", ids, within });
    }),
    handle(orderVariants, ({ caller, params, body: { ids, itemId }, requestId }) => {
      const within = { column: "item_id", id: itemId } as const;
      return ordered(db, { caller, locationId: params.id, requestId }, { table: "item_variant", ids, within });
    }),
  ];
}

interface Ordering {
  readonly table: "menu_category" | "menu_item" | "item_variant";
  readonly ids: readonly string[];
  /** What those belong to that are put in order; of a category's dishes also one that comes from another. */
  readonly within?:
    | { readonly column: "category_id"; readonly id: string; readonly movedId: string | undefined }
    | {
        readonly column: "item_id";
        readonly id: string;
        readonly movedId?: undefined;
      };
}

async function ordered(db: Kysely<Database>, wanting: Wanting, ordering: Ordering) {
  const editor = await editorAt(db, wanting);
  if ("refused" in editor) return editor;
  const done = await edit(db, editor, (trx) => putInOrder(trx, editor, ordering));
  return typeof done === "string" ? problem(412, "version_conflict") : ok({ ids: [...ordering.ids] });
}

/** Gives each its place. Whoever orders what is not all there is has not seen what somebody else added or put away. */
async function putInOrder(trx: Transaction<Database>, editor: Editor, ordering: Ordering) {
  const { table, ids, within } = ordering;
  if (within?.movedId !== undefined && !(await isCategoryHere(trx, editor, within.id))) return "version_conflict";
  const { rows } =
    await sql<Placed>`select id, ordinal, id is not distinct from ${within?.movedId ?? null}::uuid as moved
    from ${sql.table(table)} where location_id = ${editor.locationId}::uuid and archived_at is null
      and ${among(within)} order by id for update`.execute(trx);
  const places = new Map(ids.map((id, ordinal) => [id, ordinal]));
  if (places.size !== rows.length || rows.some(({ id }) => !places.has(id))) return "version_conflict";
  for (const { id, moved } of rows.filter((row) => row.moved || places.get(row.id) !== row.ordinal)) {
    const there = moved && within !== undefined ? sql`, ${sql.ref(within.column)} = ${within.id}::uuid` : sql``;
    await sql`update ${sql.table(table)} set ordinal = ${places.get(id)}, version = version + 1${there}
      where id = ${id}::uuid`.execute(trx);
    await record(trx, editor, {
      action: "changed",
      table,
      id,
      fields: moved ? ["categoryId", "ordinal"] : ["ordinal"],
    });
  }
  return { id: editor.locationId };
}

interface Placed {
  readonly id: string;
  readonly ordinal: number;
  readonly moved: boolean;
}

function among(within: Ordering["within"]): RawBuilder<unknown> {
  if (within === undefined) return sql`true`;
  return sql`(${sql.ref(within.column)} = ${within.id}::uuid or id is not distinct from ${within.movedId ?? null}::uuid)`;
}

/** Nothing moves into what another place has, or what was put away. */
async function isCategoryHere(trx: Transaction<Database>, { locationId }: Editor, id: string): Promise<boolean> {
  const found = await trx
    .selectFrom("menu_category")
    .select("id")
    .where("id", "=", id)
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .forShare()
    .executeTakeFirst();
  return found !== undefined;
}
