/** The kitchen's door. */
export type { CallGuest } from "./call-again.routes.js";
export { type Firing, fireTickets } from "./fire-tickets.js";
export { type KitchenDeps, kitchenHandlers } from "./kitchen.routes.js";
export { type KitchenScope, kitchenScope } from "./kitchen-scope.js";
export { type Making, readMakingSeconds, type ToMake } from "./making-time.js";
export type { OrderLife } from "./order-life.js";
export { kitchenSetupHandlers } from "./setup.routes.js";
export { tellUnrouted } from "./unrouted.js";
export { countUnseen } from "./unseen.store.js";
export { type CallPlace, type UnseenWatchDeps, watchUnseen } from "./unseen-tickets.js";
export { lineVoiding, type Voided, voidLines } from "./void-lines.js";
