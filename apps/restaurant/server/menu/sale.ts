/** What of a menu can be had at one moment: what is not sold out, within its times of the day. */
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import { type Database, isWithin, type LocalMoment, localMoment } from "../platform/index.js";
import { type PlaceRow, readDayparts, readSoldOut } from "./menu.store.js";

/** The moment's answers. */
export interface Sale {
  /** What cannot be had, by id, and until when where that is known. */
  readonly soldOut: ReadonlyMap<string, Date | null>;
  /** Whether the category's and the item's times allow it. */
  readonly isOnTime: (categoryId: string, itemId: string) => boolean;
  /** Changes whenever anything above does. */
  readonly mark: string;
}

/** Reads what can be had at a place now. */
export async function readSale(db: Kysely<Database>, place: PlaceRow, now: Date): Promise<Sale> {
  const rows = await readSoldOut(db, place.id, now);
  const dayparts = await readDayparts(db, place.id);
  const away = closedScopes(dayparts, localMoment(now, place.timezone));
  const parts = [...rows.map(({ target_id, until }) => `${target_id} ${until?.getTime() ?? ""}`), ...away];
  return {
    soldOut: new Map(rows.map(({ target_id, until }) => [target_id, until])),
    isOnTime: (categoryId, itemId) => !away.has(categoryId) && !away.has(itemId),
    mark: createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, 16),
  };
}

type Daypart = Awaited<ReturnType<typeof readDayparts>>[number];

/** The ids of categories and items whose times are none of them now. */
function closedScopes(dayparts: readonly Daypart[], moment: LocalMoment): ReadonlySet<string> {
  const byScope = new Map<string, Daypart[]>();
  for (const daypart of dayparts) {
    const scope = daypart.category_id ?? daypart.item_id ?? "";
    byScope.set(scope, [...(byScope.get(scope) ?? []), daypart]);
  }
  return new Set([...byScope].filter(([, windows]) => !isWithin(windows, moment)).map(([scope]) => scope));
}
