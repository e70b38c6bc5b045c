/** Edits things on shelves: who may where, against which version, with the menu's revision raised and the edit on record. */
import { problem, type Refusal, refuse } from "cloche";
import { type Kysely, sql, type Transaction } from "kysely";
import { type Acting, type ActingCaller, actingAt } from "../access/index.js";
import { audit, type Database, newId } from "../platform/index.js";
import { archiveRow, type KeptBecause, raiseVersion, type Shelf } from "./shelf.js";

/** Who edits where. */
export interface Editor {
  readonly actor: Acting["actor"];
  readonly locationId: string;
  readonly requestId: string;
}

/** What an edit came to. */
export type Edited = { readonly id: string } | EditRefusal;
export type EditRefusal =
  | "not_found"
  | "version_conflict"
  | "name_taken"
  | KeptBecause
  | "reference_unknown"
  | "value_refused";

export const NOT_HERE = refuse("not_found", { reason: "not_of_this_place" });
export const NOT_YOURS = refuse("forbidden", { reason: "role_at_place" });

/** Who wants to edit, and where. */
export interface Wanting {
  readonly caller: ActingCaller;
  readonly locationId: string;
  readonly requestId: string;
}

/** The editor, or why somebody is none. */
export async function editorAt(
  db: Kysely<Database>,
  { caller, locationId, requestId }: Wanting,
): Promise<Editor | Refusal> {
  const acting = await actingAt(db, caller, { locationId, capability: "editMenu" });
  if (typeof acting !== "string") return { actor: acting.actor, locationId, requestId };
  return acting === "not_here" ? NOT_HERE : NOT_YOURS;
}

/** Does an edit in a transaction; what the database refuses becomes an answer. */
export async function edit<Done extends Exclude<Edited, string>>(
  db: Kysely<Database>,
  editor: Editor,
  work: (trx: Transaction<Database>) => Promise<Done | EditRefusal>,
): Promise<Done | EditRefusal> {
  try {
    return await db.transaction().execute(async (trx) => {
      const done = await work(trx);
      if (typeof done !== "string") await raiseRevision(trx, editor.locationId);
      return done;
    });
  } catch (error) {
    const refusal = REFUSED[(error as { readonly code?: string }).code ?? ""];
    if (refusal === undefined) throw error;
    return refusal;
  }
}

/** What each refusal of the database means here (PostgreSQL, appendix A). */
const REFUSED: Readonly<Record<string, EditRefusal | undefined>> = Object.assign(Object.create(null), {
  "23503": "reference_unknown",
  "23505": "name_taken",
  "23514": "value_refused",
});

function raiseRevision(trx: Transaction<Database>, locationId: string) {
  const raised = trx.updateTable("location").set({ menu_revision: sql`menu_revision + 1` });
  return raised.where("id", "=", locationId).execute();
}

/** Adds a thing. */
export function add<Body extends object>(
  db: Kysely<Database>,
  { shelf, editor }: { readonly shelf: Shelf<Body>; readonly editor: Editor },
  body: Body,
) {
  return edit(db, editor, async (trx) => {
    const id = newId();
    await shelf.insert(trx, { locationId: editor.locationId, id }, body);
    await record(trx, editor, { action: "created", table: shelf.table, id, fields: Object.keys(body) });
    return { id };
  });
}

/** A thing and the version of it that was seen. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

/** What the path and `If-Match` say was seen. */
export function seenOf(id: string, headers: { readonly "if-match": string }): Seen {
  return { id, version: Number(headers["if-match"].slice(1, -1)) };
}

/** Changes a thing. */
export function change<Body extends object>(
  db: Kysely<Database>,
  { shelf, editor, seen }: { readonly shelf: Shelf<Body>; readonly editor: Editor; readonly seen: Seen },
  body: Parameters<Shelf<Body>["update"]>[2],
) {
  return edit(db, editor, async (trx) => {
    const at = { locationId: editor.locationId, id: seen.id };
    const raised = await raiseVersion(trx, shelf.table, { ...at, version: seen.version });
    if (raised !== "raised") return raised;
    await shelf.update(trx, at, body);
    await record(trx, editor, { action: "changed", table: shelf.table, id: seen.id, fields: Object.keys(body) });
    return { id: seen.id };
  });
}

/** Archives a thing. */
export function archive<Body extends object>(
  db: Kysely<Database>,
  { shelf, editor, seen }: { readonly shelf: Shelf<Body>; readonly editor: Editor; readonly seen: Seen },
  now: Date,
) {
  return edit(db, editor, async (trx) => {
    const at = { locationId: editor.locationId, id: seen.id };
    const raised = await raiseVersion(trx, shelf.table, { ...at, version: seen.version });
    if (raised !== "raised") return raised;
    const kept = await shelf.keeps?.(trx, at);
    if (kept !== undefined) throw new Kept(kept);
    await archiveRow(trx, shelf.table, { id: seen.id, now });
    await record(trx, editor, { action: "archived", table: shelf.table, id: seen.id, fields: [] });
    return { id: seen.id };
  }).catch((error: unknown) => {
    if (error instanceof Kept) return error.because;
    throw error;
  });
}

/** Carries out of the transaction, which rolls back, why a thing stays. */
class Kept extends Error {
  readonly because: KeptBecause;

  constructor(because: KeptBecause) {
    super("It stays.");
    this.because = because;
  }
}

/** What was done to what. */
export interface Recorded {
  readonly action: string;
  readonly table: string;
  readonly id: string;
  /** Which, never what: descriptions may be long, and prices stand in the table. */
  readonly fields: readonly string[];
}

/** Puts an edit on record. */
export function record(
  trx: Transaction<Database>,
  { actor, locationId, requestId }: Editor,
  about: Recorded,
): Promise<void> {
  const { action, table: entity, id: entityId, fields } = about;
  return audit(trx, { actor, action: `menu.${action}`, entity, entityId, locationId, detail: { fields }, requestId });
}

/** The answer to an edit that was not made. */
export function editProblem(refusal: EditRefusal) {
  if (refusal === "not_found") return NOT_HERE;
  if (refusal === "version_conflict") return problem(412, refusal);
  if (refusal === "reference_unknown" || refusal === "value_refused") return problem(422, refusal);
  return problem(409, refusal);
}
