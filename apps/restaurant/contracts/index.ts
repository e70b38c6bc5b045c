/** Every contract of the restaurant: what its API promises, in one place. */
export { login, logout, me, moveSession, normalEmail, PEOPLE, refresh, Session, stepUpSession } from "./auth.js";
export { createKey, listKeys, revokeKey, rotateKey, whichKey } from "./integrations.js";
export { Board, bumpItem, kitchenStream, readBoard, Ticket, undoItem } from "./kitchen.js";
export { Menu, type MenuItem, readMenu } from "./menu.js";
export { Money } from "./money.js";
export {
  ORDER_STATES,
  OrderSlip,
  PAYMENT_STATES,
  PlacedOrder,
  placeOrder,
  TrackedOrder,
  trackEvents,
  trackOrder,
} from "./orders.js";
export {
  ASSET_TYPES,
  asset,
  guestPage,
  healthz,
  kitchenPage,
  openApiDocument,
  REPORTS_PATH,
  readyz,
  referencePage,
  signInPage,
  trackPage,
} from "./pages.js";
export {
  CashTaken,
  checkPayment,
  OpenedPayment,
  OrderMoney,
  orderPayments,
  PAYMENT_PROVIDERS,
  payTracked,
  type RequestedRefund,
  razorpayReturn,
  requestRefund,
  takeCash,
} from "./payments.js";
export { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from "./second-factor.js";
export { endAllSessions, endSession, listSessions, signStaffOut } from "./sessions.js";
export { type SetUp, setUp } from "./setup.js";
export {
  ACR,
  CAPABILITIES,
  type CallerRole,
  type CapabilityName,
  DEVICE_ROLE,
  INTEGRATION_SCOPES,
  locationOf,
  may,
  mayAt,
  type Reach,
  reachOf,
  SIGN_INS,
  STAFF_ROLES,
  type StaffRole,
  staff,
} from "./staff.js";
export {
  RazorpayEvent,
  razorpayWebhook,
  StripeEvent,
  stripeWebhook,
  TwilioStatus,
  twilioWebhook,
} from "./webhooks.js";
