/** The payments' door. */
export { type PaymentsWorker, type PaymentsWorkerDeps, startPaymentsWorker } from "./inbox-worker.js";
export { type PaymentsDeps, paymentsHandlers } from "./payments.routes.js";
