/** Helpers of the suites. */
export { ACCESS } from "./access-matrix.js";
export { PARAMETERS } from "./access-parameters.js";
export { CALLERS, type CallerKind, ROLES, type Role, type Row } from "./access-rows.js";
export { fromBase32, startTestApp, type TestApp, type TestAppOptions } from "./app.js";
export { freePort, steady, testConfig } from "./config.js";
export { type CustomerHeaders, carrying, cookiesOf, signInCustomer } from "./customer.js";
export {
  type DatabaseSupport,
  describeDatabases,
  describePglite,
  describePostgres,
  type TestPlace,
} from "./databases.js";
export { type Cook, type Dish, guardedOrders, type TestKitchen, testKitchen } from "./kitchen.js";
export { anyMenu } from "./menu-documents.js";
export { type MoneyPlace, moneyPlace } from "./money.js";
export { type OtlpReceiver, otlpReceiver } from "./otlp-receiver.js";
export { someone } from "./someone.js";
