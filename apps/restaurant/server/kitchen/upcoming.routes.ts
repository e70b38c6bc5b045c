/** The route by which a kitchen sees what is not on its board yet. */
import { type Handled, handle, ok, refuse } from "cloche";
import type { Kysely } from "kysely";
import { kdsUpcoming } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { kitchenScope } from "./kitchen-scope.js";
import { readUpcoming } from "./upcoming.store.js";

const NOT_OF_THE_KITCHEN = refuse("forbidden", { reason: "not_of_the_kitchen" });

/** The handler. */
export function upcomingHandler(db: Kysely<Database>): Handled {
  return handle(kdsUpcoming, async ({ caller }) => {
    const scope = await kitchenScope(db, caller);
    return scope === undefined ? NOT_OF_THE_KITCHEN : ok({ upcoming: await readUpcoming(db, scope.locationId) });
  });
}
