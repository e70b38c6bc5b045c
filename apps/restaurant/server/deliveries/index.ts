/** The deliveries' door. */
export { type DeliveriesWorker, type DeliveriesWorkerDeps, startDeliveriesWorker } from "./deliveries-worker.js";
export { deliveriesHandlers } from "./delivery-webhook.routes.js";
