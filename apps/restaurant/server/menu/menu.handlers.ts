/** Every handler of the menu. */
import type { Clock, Handled } from "cloche";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { availabilityHandlers } from "./availability.routes.js";
import { guestMenuHandlers } from "./menu.routes.js";
import { menuAdminHandlers } from "./menu-admin.routes.js";
import { orderHandlers } from "./order.routes.js";
import { pictureHandlers } from "./pictures.routes.js";
import { settingsHandlers } from "./settings.routes.js";

/** What the menu needs. */
export interface MenuDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  /** The address under which guests reach the app, without a slash at its end. */
  readonly publicBaseUrl: string;
}

/** Makes them. */
export function menuHandlers(deps: MenuDeps): readonly Handled[] {
  return [
    ...guestMenuHandlers(deps),
    ...availabilityHandlers(deps),
    ...menuAdminHandlers(deps),
    ...orderHandlers(deps),
    ...pictureHandlers(deps),
    ...settingsHandlers(deps),
  ];
}
