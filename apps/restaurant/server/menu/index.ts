/** The menu's door. */
export { type CookAt, type KitchenShelfDeps, kitchenShelfHandler } from "./kitchen-shelf.routes.js";
export { type MenuDeps, menuHandlers } from "./menu.handlers.js";
export { clearPictures } from "./pictures.store.js";
