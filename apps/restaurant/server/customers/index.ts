/** The customers' door: who orders here and has an account, and what proves it. */
export { type CodeMaker, codeMaker } from "./code-maker.js";
export { type CustomerOrders, type CustomersParts, customersHandlers } from "./customers.routes.js";
export { type Customers, type CustomersOptions, makeCustomers } from "./make-customers.js";
