/** Every contract of the restaurant: what its API promises, in one place. */
export { login, logout, me, moveSession, normalEmail, PEOPLE, refresh, Session, stepUpSession } from "./auth.js";
export {
  ACTOR_KINDS,
  AuditPage,
  cameraStream,
  camerasPage,
  downloadAudit,
  Footage,
  INCIDENT_KINDS,
  Incident,
  type IncidentKind,
  MOST_AUDIT_ROWS,
  readAudit,
  readCameras,
} from "./cameras.js";
export {
  addAddress,
  CODE_DIGITS,
  CODE_TRIES,
  changeProfile,
  eraseProfile,
  exportProfile,
  leaveCustomer,
  listOwnOrders,
  type OwnOrder,
  Profile,
  readProfile,
  refreshCustomer,
  sendCode,
  sendOwnCode,
  verifyCode,
} from "./customers.js";
export { Device, listDevices, newPairingCode, pairDevice, revokeDevice } from "./devices.js";
export { eraseGuest, exportGuest, GuestData } from "./guests.js";
export { DeadEvent, HealthReport, listDeadEvents, readHealth, redeliverEvent } from "./health.js";
export { createKey, listKeys, revokeKey, rotateKey, whichKey } from "./integrations.js";
export {
  ackVoidTicket,
  Board,
  bumpItem,
  bumpTicket,
  type Conflict,
  doneTicketItem,
  kdsAck,
  kdsBoard,
  kdsCallAgain,
  kdsDrift,
  kdsStream,
  kitchenStream,
  listUnseenTickets,
  readBoard,
  recallTicket,
  rushTicket,
  startTicketItem,
  Ticket,
  UnseenTicket,
  undoItem,
  undoTicketItem,
} from "./kitchen.js";
export {
  archiveRule,
  archiveStation,
  createRule,
  createStation,
  fireCourse,
  listStations,
  type RoutingTable,
  type RuleDraft,
  readRoutes,
  type Station,
  type StationChange,
  setDefaultStation,
  setRoute,
  testRoute,
  updateRule,
  updateStation,
} from "./kitchen-setup.js";
export { kdsShelf, kdsUpcoming, Shelf, Upcoming } from "./kitchen-shelf.js";
export { acceptedLanguage, LANGUAGES, type Language } from "./languages.js";
export * from "./menus.js";
export {
  filled,
  type GuestNews,
  isTold,
  MESSAGE_CHANNELS,
  type MessageChannel,
  type MessageText,
  type Placeholder,
  TEXT_NEWS_NAMES,
  type TextNews,
  textFault,
} from "./message-template.js";
export { dropMessageText, MessageTexts, readMessageTexts, writeMessageText } from "./message-texts.js";
export { Money, PAYMENT_PROVIDERS } from "./money.js";
export {
  Address,
  Basket,
  GuestCookie,
  ORDER_CONFLICTS,
  ORDER_STATES,
  ORDER_UNFIT,
  type OrderRefusal,
  OrderSlip,
  PAYMENT_STATES,
  PlacedOrder,
  placeOrder,
  Quote,
  quoteOrder,
  SlipLine,
  scanTable,
  TIP_PERCENTS,
} from "./orders.js";
export {
  acceptOrder,
  addLines,
  cancelOrder,
  changeLine,
  copyOrder,
  deliverOrder,
  dispatchOrder,
  handOver,
  IfMatch,
  moveTable,
  promiseOrder,
  rejectOrder,
  sendOrder,
  takeOrder,
  voidLine,
} from "./orders-commands.js";
export { closeTable, Floor, pauseOrders, readFloor, setAcceptMode, setBusy } from "./orders-counter.js";
export {
  listOrders,
  OrderHistory,
  type OrderSummary,
  readOrder,
  readOrderHistory,
  StaffOrder,
} from "./orders-staff.js";
export {
  ASSET_TYPES,
  asset,
  guestPage,
  healthz,
  kitchenPage,
  OFFICE_VIEWS,
  officePage,
  officeView,
  openApiDocument,
  placePage,
  REPORTS_PATH,
  readyz,
  referencePage,
  signInPage,
  trackPage,
} from "./pages.js";
export {
  listPartnerKeys,
  PARTNER_KEYS,
  PartnerKey,
  type PartnerKeyName,
  PartnerKeys,
  takeBackPartnerKey,
  writePartnerKey,
} from "./partner-keys.js";
export {
  CashTaken,
  checkPayment,
  OpenedPayment,
  OrderMoney,
  orderPayments,
  payTracked,
  type RequestedRefund,
  razorpayReturn,
  requestRefund,
  takeCash,
} from "./payments.js";
export { OfficeMoney, readOfficeMoney } from "./payments-office.js";
export {
  addStaff,
  changePassword,
  changeStaff,
  listStaff,
  removeStaff,
  resetPassword,
  StaffMember,
} from "./people.js";
export { MadePlace, makePlace, type NewPlace } from "./places.js";
export { isReachable } from "./reachable.js";
export { downloadReport, MOST_DAYS, REPORTS, readReport } from "./reports.js";
export {
  beginSecondFactor,
  confirmSecondFactor,
  newRecoveryCodes,
  removeSecondFactor,
  resetSecondFactor,
} from "./second-factor.js";
export { endAllSessions, endSession, listSessions, signStaffOut } from "./sessions.js";
export { changeSettings, readSettings, Settings, SettingsChange } from "./settings.js";
export { type SetUp, setUp } from "./setup.js";
export {
  ACR,
  CAPABILITIES,
  type CallerRole,
  type CapabilityName,
  CUSTOMER_ROLE,
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
export { cancelTracked, TrackedOrder, trackEvents, trackOrder } from "./tracking.js";
export {
  DeliveryStatus,
  deliveryWebhook,
  RazorpayEvent,
  razorpayWebhook,
  StripeEvent,
  stripeWebhook,
  TwilioStatus,
  twilioWebhook,
} from "./webhooks.js";
