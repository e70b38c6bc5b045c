/** When categories and items are sold. */
import type { Kysely, Transaction } from "kysely";
import { type Database, newId, type WeeklyWindow } from "../platform/index.js";
import type { At } from "./shelf.js";

/** The windows of every category or item of a place, by its id. */
export async function readDaypartsOf(db: Kysely<Database>, locationId: string, scope: "category_id" | "item_id") {
  const rows = await db
    .selectFrom("daypart")
    .select([scope, "weekdays", "from_minute as fromMinute", "to_minute as toMinute"])
    .where("location_id", "=", locationId)
    .where(scope, "is not", null)
    .orderBy("id")
    .execute();
  return (id: string) =>
    rows
      .filter((row) => row[scope] === id)
      .map(({ weekdays, fromMinute, toMinute }) => ({ weekdays, fromMinute, toMinute }));
}

/** Puts other windows in place of those that are there. */
export async function replaceDayparts(
  trx: Transaction<Database>,
  { locationId, id, scope }: At & { readonly scope: "category_id" | "item_id" },
  windows: readonly WeeklyWindow[] | undefined,
): Promise<void> {
  if (windows === undefined) return;
  await trx.deleteFrom("daypart").where(scope, "=", id).where("location_id", "=", locationId).execute();
  const rows = windows.map(({ weekdays, fromMinute, toMinute }) => ({
    ...{ id: newId(), location_id: locationId, category_id: null, item_id: null, [scope]: id },
    weekdays: [...new Set(weekdays)],
    from_minute: fromMinute,
    to_minute: toMinute,
  }));
  if (rows.length > 0) await trx.insertInto("daypart").values(rows).execute();
}
