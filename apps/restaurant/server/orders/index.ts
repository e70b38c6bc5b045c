/** Ordering's door. */
export type { GuestNews, OrderKitchen, OrderMessages, OrderMoney } from "./neighbours.js";
export type { OrdersDeps } from "./order-desk.js";
export { type OrderFlow, orderFlow } from "./order-flow.js";
export { orderLife } from "./order-moves.js";
export { ordersHandlers } from "./orders.handlers.js";
export { type OrdersWorker, startOrdersWorker } from "./orders-worker.js";
export { forgetOrdersOf, ordersOfCustomer } from "./own-orders.routes.js";
export { type DeliveryReport, type Reported, takeDeliveryReport } from "./partner-delivery.js";
export { trackHash, trackTokens } from "./track-token.js";
