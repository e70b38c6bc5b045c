/** The routes by which a menu is carried to another place. */
import { extendedProblem, type Handled, handle, ok, problem } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { exportMenu, importMenu, MenuDocument, menuFaults } from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import { type Editor, edit, editorAt, NOT_HERE } from "./menu-edits.js";
import { CATEGORIES, ITEMS } from "./menu-shelves.js";
import { GROUPS, TAXES } from "./option-shelves.js";
import { type ImportPlan, planImport } from "./plan-import.js";
import { readDocument } from "./read-document.js";
import { writeImport } from "./write-import.js";

const DIFFERS = "The place has another currency.";
const OTHER_CURRENCY = { path: "/menu/currency", in: "body", code: "differs", reason: DIFFERS } as const;

/** The handlers. */
export function transferHandlers({ db }: { readonly db: Kysely<Database> }): readonly Handled[] {
  return [exportHandler(db), importHandler(db)];
}

function exportHandler(db: Kysely<Database>): Handled {
  return handle(exportMenu, async ({ caller, params: { id: locationId }, requestId }) => {
    const editor = await editorAt(db, { caller, locationId, requestId });
    if ("refused" in editor) return editor;
    const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
    const menu = await snapshot.execute((trx) => readDocument(trx, locationId));
    return menu === undefined ? NOT_HERE : outgoing(menu);
  });
}

/** What no place could take in is not handed out: it would be found out when the menu is needed elsewhere. */
function outgoing(menu: MenuDocument) {
  if (!MenuDocument.safeParse(menu).success) return problem(409, "menu_too_large");
  const faults = menuFaults(menu);
  if (faults.some(({ code }) => code === "too_big")) return problem(409, "menu_too_large");
  if (faults.length === 0) return ok(menu);
  const errors = faults.map(({ path, code, reason }) => ({
    path: `/${path.join("/")}`,
    in: "body" as const,
    code,
    reason,
  }));
  return extendedProblem(409, "menu_ambiguous", { errors });
}

function importHandler(db: Kysely<Database>): Handled {
  return handle(importMenu, async ({ caller, params: { id: locationId }, body, requestId }) => {
    const editor = await editorAt(db, { caller, locationId, requestId });
    if ("refused" in editor) return editor;
    const { menu, dryRun, otherCurrency } = body;
    const place = await readMoney(db, locationId);
    if (place === undefined) return NOT_HERE;
    if (place.currency !== menu.currency && !otherCurrency) {
      return extendedProblem(422, "currency_differs", { errors: [OTHER_CURRENCY] });
    }
    const done = dryRun ? { plan: await planAt(db, locationId, menu) } : await bringIn(db, editor, menu);
    if (typeof done === "string") return problem(409, "menu_changed");
    const { added, left } = done.plan.told;
    return ok({ dryRun, added, left, otherTaxInclusion: place.tax_inclusive !== menu.taxInclusive });
  });
}

function readMoney(db: Kysely<Database>, locationId: string) {
  const place = db.selectFrom("location").select(["currency", "tax_inclusive"]).where("id", "=", locationId);
  return place.executeTakeFirst();
}

async function planAt(db: Kysely<Database>, locationId: string, menu: MenuDocument): Promise<ImportPlan> {
  return planImport(menu, {
    taxes: await TAXES.list(db, locationId),
    groups: await GROUPS.list(db, locationId),
    categories: await CATEGORIES.list(db, locationId),
    items: await ITEMS.list(db, locationId),
  });
}

function bringIn(db: Kysely<Database>, editor: Editor, menu: MenuDocument) {
  const { actor, locationId, requestId } = editor;
  return edit(db, editor, async (trx) => {
    await oneAtATime(trx, locationId);
    const plan = await planAt(trx, locationId, menu);
    await writeImport(trx, locationId, plan);
    const { taxes, groups, categories, dishes } = plan.told.added;
    const about = { entity: "location", entityId: locationId, locationId };
    const detail = {
      ...{ taxes: taxes.length, groups: groups.length, categories: categories.length, dishes: dishes.length },
    };
    await audit(trx, { actor, action: "menu.imported", ...about, detail, requestId });
    return { id: locationId, plan };
  });
}

/** Of two imports at once the second sees what the first has added. Orders go on. */
async function oneAtATime(trx: Transaction<Database>, locationId: string): Promise<void> {
  await trx.selectFrom("location").select("id").where("id", "=", locationId).forNoKeyUpdate().execute();
}
