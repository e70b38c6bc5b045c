/** The menu's door. */
export { type MenuDeps, menuHandlers } from "./menu.handlers.js";
