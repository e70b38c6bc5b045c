/** The kitchen's door. */
export { fireTickets } from "./fire-tickets.js";
export { type KitchenDeps, kitchenHandlers } from "./kitchen.routes.js";
export type { OrderLife } from "./order-life.js";
