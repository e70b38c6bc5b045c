/** The menu's door. */
export { type CookAt, type KitchenShelfDeps, kitchenShelfHandler } from "./kitchen-shelf.routes.js";
export { menuHandlers } from "./menu.handlers.js";
export type { MenuDeps } from "./menu-deps.js";
export { clearPictures } from "./pictures.store.js";
