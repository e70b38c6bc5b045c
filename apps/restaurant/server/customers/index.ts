/** The customers' door: who orders here and has an account, and what proves it. */
export { type CodeMaker, codeMaker } from "./code-maker.js";
export { endAllOf } from "./customer-sessions.js";
export { type CustomerOrders, type CustomersParts, customersHandlers } from "./customers.routes.js";
export { dropCustomer, lockCustomerOf } from "./customers.store.js";
export { type Customers, type CustomersOptions, makeCustomers } from "./make-customers.js";
