/** The route by which a kitchen's screen sees what its stations make, and what of it is sold out. */
import { type Caller, type Clock, type Handled, handle, ok, refuse } from "cloche";
import type { Kysely } from "kysely";
import { kdsShelf, locationOf } from "../../contracts/index.js";
import { actingAt } from "../access/index.js";
import type { Database } from "../platform/index.js";
import { readShelf } from "./kitchen-shelf.store.js";

/** Where somebody cooks, and which stations are theirs; every one where none is named. */
export interface CookAt {
  readonly locationId: string;
  readonly stationIds: readonly string[] | undefined;
}

/** What the route needs; the kitchen knows whose stations are whose. */
export interface KitchenShelfDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly cookOf: (caller: Pick<Caller, "id" | "via" | "claims">) => Promise<CookAt | undefined>;
}

const NOT_OF_THE_KITCHEN = refuse("forbidden", { reason: "not_of_the_kitchen" });

/** The handler. */
export function kitchenShelfHandler({ db, clock, cookOf }: KitchenShelfDeps): Handled {
  return handle(kdsShelf, async ({ caller }) => {
    const cook = (await cookOf(caller)) ?? (await counterOf(db, caller));
    if (cook === undefined) return NOT_OF_THE_KITCHEN;
    const { locationId, stationIds } = cook;
    const things = await readShelf(db, { locationId, stationIds, now: new Date(clock.now()) });
    return ok({ locationId, things: [...things] });
  });
}

/** Whoever is no cook, and may say of everything here that it is sold out: the counter. */
async function counterOf(db: Kysely<Database>, caller: Caller): Promise<CookAt | undefined> {
  const locationId = locationOf(caller);
  const acting = await actingAt(db, caller, { locationId, capability: "markSoldOut" });
  return typeof acting === "string" || acting.reach !== "location" ? undefined : { locationId, stationIds: undefined };
}
