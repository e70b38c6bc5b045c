/** The menu's routes for guests. */
import { type Handled, handle, ok, refuse, reply } from "cloche";
import { listPlaces, type Menu, readLocation, readMenu, readMenuOf } from "../../contracts/index.js";
import { readLocationNow, readPlacesNow } from "./location.js";
import { readMenuNow } from "./menu.service.js";
import type { MenuDeps } from "./menu-deps.js";

/** The menu of a place that is not set up yet. */
const NOTHING: Menu = {
  restaurant: { name: "", slug: "", currency: "XXX", taxInclusive: true },
  categories: [],
  items: [],
};
const NO_PLACE = refuse("not_found", { reason: "place_unknown" });
/** Long enough to spare the database a rush, short enough that what is sold out shows. */
const FRESH = "public, max-age=15";

/** The menu's handlers for guests. */
export function guestMenuHandlers({ db, clock, signIn, byMail, payWith }: MenuDeps): readonly Handled[] {
  return [
    handle(readMenu, async ({ headers }) => {
      const named = await readMenuNow(db, clock, { known: headers["if-none-match"] });
      return named === undefined ? ok(NOTHING) : menuReply(named);
    }),
    handle(readMenuOf, async ({ params: { slug }, headers }) => {
      const named = await readMenuNow(db, clock, { slug, known: headers["if-none-match"] });
      return named === undefined ? NO_PLACE : menuReply(named);
    }),
    handle(listPlaces, async () => {
      const places = await readPlacesNow(db, new Date(clock.now()));
      return ok({ places: [...places] }, { "cache-control": FRESH });
    }),
    handle(readLocation, async ({ params }) => {
      const location = await readLocationNow(db, params.slug, new Date(clock.now()));
      return location === undefined
        ? NO_PLACE
        : ok({ ...location, signIn: signIn(), byMail, payWith: [...payWith()] }, { "cache-control": FRESH });
    }),
  ];
}

function menuReply({ etag, menu }: NonNullable<Awaited<ReturnType<typeof readMenuNow>>>) {
  const headers = { etag, "cache-control": FRESH };
  return menu === undefined ? reply(304, undefined, headers) : ok(menu, headers);
}
