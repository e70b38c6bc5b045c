/** The routes of the pictures of dishes. */
import { type Handled, handle, ok, problem, refuse, reply } from "cloche";
import { type ItemView, menuImage, putItemImage, removeItemImage } from "../../contracts/index.js";
import { isKnown } from "./menu.service.js";
import type { MenuAdminDeps } from "./menu-admin.routes.js";
import { type Editor, type EditRefusal, edit, editorAt, NOT_HERE, record, type Seen, seenOf } from "./menu-edits.js";
import { ITEMS } from "./menu-shelves.js";
import { remade } from "./pictures.js";
import { type Picture, readPicture, replacePicture } from "./pictures.store.js";
import { raiseVersion } from "./shelf.js";

const FOREVER = "public, max-age=31536000, immutable";
const NO_PICTURE = refuse("not_found", { reason: "picture_unknown" });

/** The handlers. */
export function pictureHandlers(deps: MenuAdminDeps): readonly Handled[] {
  const { db } = deps;
  return [
    handle(putItemImage, async ({ caller, params: { id: locationId, thingId }, headers, body, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      const sized = await remade(new Uint8Array(await body.picture.arrayBuffer()));
      if (typeof sized === "string") return problem(422, sized);
      const picture = { alt: body.alt, sized };
      const done = await replace(deps, { editor, seen: seenOf(thingId, headers), picture });
      return answer(done);
    }),
    handle(removeItemImage, async ({ caller, params: { id: locationId, thingId }, headers, requestId }) => {
      const editor = await editorAt(db, { caller, locationId, requestId });
      if ("refused" in editor) return editor;
      const done = await replace(deps, { editor, seen: seenOf(thingId, headers), picture: undefined });
      return answer(done);
    }),
    handle(menuImage, async ({ params: { image, size }, headers }) => {
      const kept = { etag: `"${image}-${size}"`, "cache-control": FOREVER };
      const bytes = await readPicture(db, image, Number(size));
      if (bytes === undefined) return NO_PICTURE;
      return isKnown(headers["if-none-match"], kept.etag) ? reply(304, undefined, kept) : ok(bytes, kept);
    }),
  ];
}

/** A picture has no name to be taken and names nothing else: it fails for the version alone. */
function answer(done: ItemView | EditRefusal) {
  if (typeof done !== "string") return ok(done);
  return done === "version_conflict" ? problem(412, done) : NOT_HERE;
}

interface Replacing {
  readonly editor: Editor;
  readonly seen: Seen;
  /** None takes it down. */
  readonly picture: Picture | undefined;
}

/** The item as it is afterwards. */
async function replace(
  { db, clock }: MenuAdminDeps,
  { editor, seen, picture }: Replacing,
): Promise<ItemView | EditRefusal> {
  const at = { locationId: editor.locationId, id: seen.id };
  const done = await edit(db, editor, async (trx) => {
    const raised = await raiseVersion(trx, ITEMS.table, { ...at, version: seen.version });
    if (raised !== "raised") return raised;
    await replacePicture(trx, at, { picture, now: new Date(clock.now()) });
    await record(trx, editor, { action: "changed", table: ITEMS.table, id: seen.id, fields: ["image"] });
    return { id: seen.id };
  });
  if (typeof done === "string") return done;
  const items = (await ITEMS.list(db, at.locationId)) as readonly ItemView[];
  return items.find(({ id }) => id === done.id) ?? "not_found";
}
