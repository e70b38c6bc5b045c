/** The menu's routes. */
import { type Clock, type Handled, handle, ok } from "cloche";
import type { Kysely } from "kysely";
import { readMenu } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readMenuNow } from "./menu.service.js";

/** What the menu needs. */
export interface MenuDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}

/** The menu's handlers. */
export function menuHandlers({ db, clock }: MenuDeps): readonly Handled[] {
  return [handle(readMenu, async () => ok(await readMenuNow(db, clock)))];
}
