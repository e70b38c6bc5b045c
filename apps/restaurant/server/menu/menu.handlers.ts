/** Every handler of the menu. */
import type { Handled } from "cloche";
import { availabilityHandlers } from "./availability.routes.js";
import { guestMenuHandlers } from "./menu.routes.js";
import { menuAdminHandlers } from "./menu-admin.routes.js";
import type { MenuDeps } from "./menu-deps.js";
import { orderHandlers } from "./order.routes.js";
import { pictureHandlers } from "./pictures.routes.js";
import { settingsHandlers } from "./settings.routes.js";
import { transferHandlers } from "./transfer.routes.js";

/** Makes them. */
export function menuHandlers(deps: MenuDeps): readonly Handled[] {
  return [
    ...guestMenuHandlers(deps),
    ...availabilityHandlers(deps),
    ...menuAdminHandlers(deps),
    ...orderHandlers(deps),
    ...pictureHandlers(deps),
    ...settingsHandlers(deps),
    ...transferHandlers(deps),
  ];
}
