/** The routes by which a menu and a floor are kept: four for each kind of thing. */
import { type Clock, created, type Handled, handle, noContent, ok } from "cloche";
import type { Kysely } from "kysely";
import {
  categories,
  groups,
  items,
  renewTableCode,
  slots,
  tables,
  taxes,
  variants,
  zones,
} from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { SLOTS, TABLES, ZONES } from "./floor-shelves.js";
import { add, archive, change, edit, editorAt, editProblem, NOT_HERE, seenOf } from "./menu-edits.js";
import { CATEGORIES, ITEMS, VARIANTS } from "./menu-shelves.js";
import { GROUPS, TAXES } from "./option-shelves.js";
import type { Shelf } from "./shelf.js";
import { newTableCode } from "./table-codes.js";

/** What keeping a menu needs. */
export interface MenuAdminDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly publicBaseUrl: string;
}

/** The handlers. */
export function menuAdminHandlers(deps: MenuAdminDeps): readonly Handled[] {
  return [
    ...shelfHandlers(deps, categories as never, CATEGORIES),
    ...shelfHandlers(deps, items as never, ITEMS),
    ...shelfHandlers(deps, variants as never, VARIANTS),
    ...shelfHandlers(deps, groups as never, GROUPS),
    ...shelfHandlers(deps, taxes as never, TAXES),
    ...shelfHandlers(deps, tables as never, TABLES),
    ...shelfHandlers(deps, slots as never, SLOTS),
    ...shelfHandlers(deps, zones as never, ZONES),
    codeHandler(deps),
  ];
}

/** The four contracts of a kind of thing; each pair of contracts and shelf is checked where it is put together. */
type Four = Pick<typeof categories, "list" | "create" | "change" | "archive">;

function shelfHandlers<Body extends object>(deps: MenuAdminDeps, four: Four, shelf: Shelf<Body>): readonly Handled[] {
  const { db, clock } = deps;
  const found = async (locationId: string, id: string) =>
    (await shelf.list(db, locationId)).find((one) => one.id === id);
  return [
    handle(four.list, async ({ caller, params: { id: locationId }, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      return ok({ items: [...(await shelf.list(db, locationId))] as never });
    }),
    handle(four.create, async ({ caller, params: { id: locationId }, body, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      const done = await add(db, { shelf, editor }, body as never);
      if (typeof done === "string") return editProblem(done);
      return created((await found(locationId, done.id)) as never);
    }),
    handle(four.change, async ({ caller, params, headers, body, requestId }) => {
      const editor = await editorAt(db, { caller, locationId: params.id, requestId });
      if ("refused" in editor) return editor;
      const done = await change(db, { shelf, editor, seen: seenOf(params.thingId, headers) }, body as never);
      return typeof done === "string" ? editProblem(done) : ok((await found(params.id, done.id)) as never);
    }),
    handle(four.archive, async ({ caller, params, headers, requestId }) => {
      const editor = await editorAt(db, { caller, locationId: params.id, requestId });
      if ("refused" in editor) return editor;
      const seen = seenOf(params.thingId, headers);
      const done = await archive(db, { shelf, editor, seen }, new Date(clock.now()));
      return typeof done === "string" ? editProblem(done) : noContent();
    }),
  ];
}

function codeHandler({ db, publicBaseUrl }: MenuAdminDeps): Handled {
  return handle(renewTableCode, async ({ caller, params: { id: locationId, thingId }, requestId }) => {
    const editor = await editorAt(db, { caller, locationId, requestId });
    if ("refused" in editor) return editor;
    const { code, hash } = newTableCode();
    const done = await edit(db, editor, async (trx) => {
      const renewed = await trx
        .updateTable("dining_table")
        .from("location")
        .set({ qr_hash: hash })
        .whereRef("location.id", "=", "dining_table.location_id")
        .where("dining_table.location_id", "=", locationId)
        .where("dining_table.id", "=", thingId)
        .where("dining_table.archived_at", "is", null)
        .returning(["dining_table.id", "location.slug"])
        .executeTakeFirst();
      return renewed ?? "not_found";
    });
    // In the fragment, which no server and no log sees.
    return typeof done === "string" ? NOT_HERE : ok({ code, url: `${publicBaseUrl}/at/${done.slug}#table=${code}` });
  });
}
