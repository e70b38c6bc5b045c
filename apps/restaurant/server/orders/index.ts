/** Ordering's door. */
export { orderLife } from "./order-moves.js";
export { type OrdersDeps, ordersHandlers } from "./orders.routes.js";
export type { FireTickets } from "./place-order.js";
export { trackHash, trackTokens } from "./track-token.js";
