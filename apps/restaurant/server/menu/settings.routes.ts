/** The routes of a place's settings; each change is on record with what it set. */
import { type Handled, handle, ok, problem } from "cloche";
import type { Kysely } from "kysely";
import { changeSettings, readSettings as readSettingsContract, type SettingsChange } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import { audit, type Database, type Json } from "../platform/index.js";
import { NOT_HERE, NOT_YOURS } from "./menu-edits.js";
import { readSettings, writeSettings } from "./settings.store.js";

/** The handlers. */
export function settingsHandlers({ db }: { readonly db: Kysely<Database> }): readonly Handled[] {
  return [
    handle(readSettingsContract, async ({ caller, params: { id: locationId } }) => {
      const acting = await actingAt(db, caller, { locationId, capability: "manageSettings" });
      if (acting === "not_yours") return NOT_YOURS;
      const settings = acting === "not_here" ? undefined : await readSettings(db, locationId);
      return settings === undefined ? NOT_HERE : ok(settings, etag(settings.version));
    }),
    handle(changeSettings, async ({ caller, params: { id: locationId }, headers, body, requestId }) => {
      const acting = await actingAt(db, caller, { locationId, capability: "manageSettings" });
      if (acting === "not_here") return NOT_HERE;
      // Whoever is limited does not set the limit.
      const isOwnLimit = body.managerRefundLimit !== undefined && acting !== "not_yours" && acting.role !== "owner";
      if (acting === "not_yours" || isOwnLimit) return NOT_YOURS;
      const version = Number(headers["if-match"].slice(1, -1));
      const done = await db.transaction().execute(async (trx) => {
        if (!(await writeSettings(trx, { locationId, version }, body))) return false;
        const about = { entity: "location", entityId: locationId, locationId, detail: recorded(body) };
        await audit(trx, { actor: acting.actor, action: "place.settings", ...about, requestId });
        return true;
      });
      if (!done) return problem(412, "version_conflict");
      const settings = await readSettings(db, locationId);
      return settings === undefined ? NOT_HERE : ok(settings, etag(settings.version));
    }),
  ];
}

const etag = (version: number) => ({ etag: `"${version}"` });

/** What was set, without the telephone numbers of whoever is called. */
function recorded({ alertPhone, secondAlertPhone, ...rest }: SettingsChange): Json {
  return {
    ...(rest as Readonly<Record<string, Json>>),
    ...(alertPhone === undefined ? {} : { alertPhone: "changed" }),
    ...(secondAlertPhone === undefined ? {} : { secondAlertPhone: "changed" }),
  };
}
