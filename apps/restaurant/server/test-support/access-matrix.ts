/** Who may call what: one row for every contract. The suite fails where a contract has none. */
import { CUSTOMER_ACCESS } from "./access-customers.js";
import {
  atPlace,
  CHIEFS,
  COMMAND,
  COUNTER,
  EDITORS,
  GUESTS,
  KITCHEN,
  keeping,
  MANY_FACTORS,
  MONEY,
  type Open,
  OWN,
  ofPlace,
  onOrder,
  PARTNER_KEYS,
  picture,
  REASON,
  REPORT,
  REROUTE,
  type Row,
  SEEN,
  SEERS,
  SLIP,
  SOME_ID,
} from "./access-rows.js";

/** Every route by the name of its contract (README of the restaurant, "Who may do what"). */
export const ACCESS: Readonly<Record<string, Row | Open>> = {
  // Sign-in
  "POST /api/v1/auth/login": "anyone",
  "POST /api/v1/auth/refresh": "anyone",
  "POST /api/v1/auth/logout": "anyone",
  "POST /api/v1/setup": "anyone",
  "GET /api/v1/me": OWN,
  "POST /api/v1/auth/location": { ...OWN, body: { locationId: SOME_ID } },
  "POST /api/v1/auth/step-up": { ...OWN, body: { password: "not it" }, meets: "step_up_failed" },
  "GET /api/v1/auth/sessions": OWN,
  "DELETE /api/v1/auth/sessions/{id}": { ...OWN, id: "A".repeat(22) },
  "POST /api/v1/auth/sessions/end-all": { ...OWN, endsSessions: true },
  "POST /api/v1/auth/second-factor": OWN,
  "POST /api/v1/auth/second-factor/confirm": { ...OWN, body: { code: "000000" }, meets: "code_wrong" },
  "DELETE /api/v1/auth/second-factor": { ...OWN, asksAgain: true },
  "POST /api/v1/auth/second-factor/recovery-codes": { ...OWN, asksAgain: true },
  "POST /api/v1/staff/{id}/second-factor/reset": MANY_FACTORS,
  "POST /api/v1/staff/{id}/sign-out": { roles: CHIEFS, of: "none" },

  "GET /api/v1/locations/{id}/staff": atPlace(CHIEFS),
  "POST /api/v1/locations/{id}/staff": atPlace(CHIEFS, {
    ...{ name: "Nora", email: "nora@copper-lid.example", role: "cashier" },
  }),
  "PATCH /api/v1/locations/{id}/staff/{staffId}": atPlace(CHIEFS, {}),
  "DELETE /api/v1/locations/{id}/staff/{staffId}": atPlace(CHIEFS),
  "POST /api/v1/locations/{id}/staff/{staffId}/password": atPlace(CHIEFS),
  "POST /api/v1/auth/password": { ...OWN, body: { current: "not it", next: "n".repeat(12) }, meets: "password_wrong" },

  // Customers
  ...CUSTOMER_ACCESS,

  // Keys of integrations; no role passes for a scope
  "GET /api/v1/integrations/keys": MANY_FACTORS,
  "POST /api/v1/integrations/keys": { ...MANY_FACTORS, body: { label: "K", scopes: ["orders:read"] } },
  "POST /api/v1/integrations/keys/{id}/rotate": MANY_FACTORS,
  "DELETE /api/v1/integrations/keys/{id}": MANY_FACTORS,
  "GET /api/v1/integrations/self": { roles: ["key"], of: "none", others: 401 },

  // Places: owners', and the handler asks whether the whole house is theirs
  "POST /api/v1/locations": {
    ...{ ...MANY_FACTORS, body: { name: "P", slug: "p-2", currency: "EUR", timezone: "UTC" } },
  },

  // Keys of partners: owners', and the handler asks whether the whole house is theirs
  "GET /api/v1/locations/{location}/partner-keys": PARTNER_KEYS,
  "PUT /api/v1/locations/{location}/partner-keys/{name}": { ...PARTNER_KEYS, body: { value: "x", replaces: null } },
  "DELETE /api/v1/locations/{location}/partner-keys/{name}/versions/{version}": PARTNER_KEYS,

  // Ordering
  "GET /api/v1/menu": "anyone",
  "GET /api/v1/locations": "anyone",
  "GET /api/v1/locations/{slug}": "anyone",
  "GET /api/v1/locations/{slug}/menu": "anyone",
  "POST /api/v1/locations/{slug}/quote": "anyone",
  "POST /api/v1/locations/{slug}/tables/scan": "anyone",
  "POST /api/v1/orders": "anyone",
  "GET /api/v1/track/{token}": "anyone",
  "GET /api/v1/track/{token}/events": "anyone",
  "POST /api/v1/track/{token}/cancel": "anyone",

  // Orders
  "GET /api/v1/locations/{id}/orders": atPlace(SEERS),
  "POST /api/v1/locations/{id}/orders": atPlace(COUNTER, { orderType: "pickup", lines: SLIP }),
  "POST /api/v1/locations/{id}/pause": atPlace(COUNTER, { minutes: 0 }),
  "POST /api/v1/locations/{id}/busy": atPlace(COUNTER, { minutes: 0 }),
  "GET /api/v1/locations/{id}/floor": atPlace(COUNTER),
  "PUT /api/v1/locations/{id}/accept-mode": atPlace(CHIEFS, { acceptMode: "manual" }),
  "POST /api/v1/locations/{id}/table-sessions/{sessionId}/close": atPlace(COUNTER),
  "GET /api/v1/orders/{id}": onOrder(undefined, SEERS),
  "GET /api/v1/orders/{id}/history": onOrder(),
  "POST /api/v1/orders/{id}/promise": onOrder({ promisedAt: "2099-01-01T12:00:00Z" }),
  "POST /api/v1/orders/{id}/lines": onOrder({ lines: SLIP }),
  "PATCH /api/v1/orders/{id}/lines/{lineId}": { ...onOrder({}), headers: SEEN },
  "POST /api/v1/orders/{id}/lines/{lineId}/void": onOrder(REASON),
  "POST /api/v1/orders/{id}/copy": onOrder(),
  "POST /api/v1/orders/{id}/send": onOrder(),
  "POST /api/v1/orders/{id}/table": onOrder({ tableId: SOME_ID }),
  "POST /api/v1/locations/{id}/guests/export": GUESTS,
  "POST /api/v1/locations/{id}/guests/erase": GUESTS,
  "GET /api/v1/locations/{id}/settings": atPlace(CHIEFS),
  "PATCH /api/v1/locations/{id}/settings": { ...atPlace(CHIEFS, {}), headers: SEEN },
  "GET /api/v1/locations/{id}/message-texts": atPlace(CHIEFS),
  "PUT /api/v1/locations/{id}/message-texts/{channel}/{news}/{language}": {
    ...atPlace(CHIEFS, { body: "#{number}" }),
    headers: SEEN,
  },
  "DELETE /api/v1/locations/{id}/message-texts/{channel}/{news}/{language}": { ...atPlace(CHIEFS), headers: SEEN },
  "POST /api/v1/orders/{id}/dispatch": onOrder(),
  "POST /api/v1/orders/{id}/deliver": onOrder(undefined, [...COUNTER, "courier"]),
  "POST /api/v1/orders/{id}/handover": onOrder(),
  "POST /api/v1/orders/{id}/accept": onOrder(),
  "POST /api/v1/orders/{id}/reject": onOrder(REASON),
  "POST /api/v1/orders/{id}/cancel": onOrder(REASON),

  // The menu and the floor
  ...keeping("categories", { name: "C", ordinal: 1, active: true, dayparts: [] }),
  ...keeping("items", {
    ...{ categoryId: SOME_ID, taxCategoryId: null, name: "I", description: "", ordinal: 1, allergens: [], diets: [] },
    ...{ course: 1, noPrep: false, groupIds: [], dayparts: [] },
  }),
  ...keeping("variants", { itemId: SOME_ID, name: "V", price: 1, prepSeconds: 60, ordinal: 1 }),
  ...keeping("modifier-groups", { name: "G", min: 0, max: 1, maxPerOption: 1, options: [] }),
  ...keeping("taxes", { name: "T", components: [] }),
  ...keeping("tables", { label: "T", serviceArea: "main" }),
  ...keeping("slots", { orderType: "pickup", startsAt: "2099-01-01T12:00:00Z", capacity: 1 }),
  ...keeping("zones", { name: "Z", postcodes: ["1"], fee: 0, minimum: 0, minutes: 0 }),
  "GET /api/v1/locations/{id}/menu/export": atPlace(EDITORS),
  "POST /api/v1/locations/{id}/menu/import": atPlace(EDITORS, {
    menu: {
      ...{ format: "cloche-menu", version: 1, currency: "EUR", taxInclusive: true },
      ...{ taxes: [], groups: [], categories: [] },
    },
  }),
  "PUT /api/v1/locations/{id}/items/{thingId}/image": { ...atPlace(EDITORS), headers: SEEN, form: picture },
  "DELETE /api/v1/locations/{id}/items/{thingId}/image": { ...atPlace(EDITORS), headers: SEEN },
  "GET /images/{image}/{size}": "anyone",
  "POST /api/v1/locations/{id}/tables/{thingId}/code": atPlace(EDITORS),
  "PUT /api/v1/locations/{id}/categories/order": atPlace(EDITORS, { ids: [SOME_ID] }),
  "PUT /api/v1/locations/{id}/items/order": atPlace(EDITORS, { categoryId: SOME_ID, ids: [SOME_ID] }),
  "PUT /api/v1/locations/{id}/variants/order": atPlace(EDITORS, { itemId: SOME_ID, ids: [SOME_ID] }),
  "PUT /api/v1/locations/{id}/availability": atPlace([...COUNTER, "chef", "device", "key"], {
    ...{ status: "sold_out", targets: [{ kind: "variant", targetId: SOME_ID }] },
  }),
  "PUT /api/v1/locations/{id}/availability/{kind}/{targetId}": atPlace([...COUNTER, "chef", "device", "key"], {
    status: "sold_out",
  }),

  // Reports
  "GET /api/v1/locations/{id}/reports/{report}": REPORT,
  "GET /api/v1/locations/{id}/reports/{report}/csv": REPORT,

  // The kitchen
  "GET /api/v1/kitchen/board": { roles: KITCHEN, of: "none" },
  "GET /api/v1/kitchen/stream": { roles: KITCHEN, of: "none" },
  "POST /api/v1/kitchen/ticket-items/{id}/done": { roles: KITCHEN, of: "none" },
  "POST /api/v1/kitchen/ticket-items/{id}/undo": { roles: KITCHEN, of: "none" },

  "POST /api/v1/orders/{id}/fire": onOrder({}, [...COUNTER, "chef"]),
  "GET /api/v1/kds/board": { roles: KITCHEN, of: "none" },
  "GET /api/v1/kds/stream": { roles: KITCHEN, of: "none" },
  "GET /api/v1/kds/shelf": { roles: [...COUNTER, "chef", "device"], of: "none" },
  "GET /api/v1/locations/{location}/tickets/unseen": ofPlace(COUNTER),
  "GET /api/v1/kds/upcoming": { roles: KITCHEN, of: "none" },
  "POST /api/v1/kds/ack": { roles: KITCHEN, of: "none", body: { epoch: SOME_ID, seq: 0, visible: true } },
  "POST /api/v1/kds/orders/{id}/call": { roles: KITCHEN, of: "none", notOwn: ["chef", "device"] },
  "POST /api/v1/kds/drift": {
    roles: KITCHEN,
    of: "none",
    body: { head: `${SOME_ID}:0`, openCount: 0, hash: "811c9dc5" },
  },
  "POST /api/v1/kds/ticket-items/{id}/start": COMMAND,
  "POST /api/v1/kds/ticket-items/{id}/done": COMMAND,
  "POST /api/v1/kds/ticket-items/{id}/undo": COMMAND,
  "POST /api/v1/kds/tickets/{id}/bump": COMMAND,
  "POST /api/v1/kds/tickets/{id}/recall": COMMAND,
  "POST /api/v1/kds/tickets/{id}/rush": COMMAND,
  "POST /api/v1/kds/tickets/{id}/ack-void": COMMAND,

  // The kitchen's set-up and its screens
  "GET /api/v1/locations/{location}/stations": ofPlace(CHIEFS),
  "POST /api/v1/locations/{location}/stations": ofPlace(CHIEFS, { body: { name: "Grill 2", kind: "prep" } }),
  "PATCH /api/v1/locations/{location}/stations/{station}": ofPlace(CHIEFS, { body: {}, headers: SEEN }),
  "DELETE /api/v1/locations/{location}/stations/{station}": ofPlace(CHIEFS, { headers: SEEN }),
  "GET /api/v1/locations/{location}/routes": ofPlace(CHIEFS),
  "PUT /api/v1/locations/{location}/routes/{scope}/{scopeId}": ofPlace(CHIEFS, {
    ...{ body: { stationIds: [] }, headers: SEEN },
  }),
  "PUT /api/v1/locations/{location}/routes/default": ofPlace(CHIEFS, { body: { stationId: SOME_ID }, headers: SEEN }),
  "POST /api/v1/locations/{location}/routes/test": ofPlace(CHIEFS, { body: { variantId: SOME_ID } }),
  "POST /api/v1/locations/{location}/reroute-rules": ofPlace(CHIEFS, { body: REROUTE }),
  "PUT /api/v1/locations/{location}/reroute-rules/{rule}": ofPlace(CHIEFS, { body: REROUTE, headers: SEEN }),
  "DELETE /api/v1/locations/{location}/reroute-rules/{rule}": ofPlace(CHIEFS, { headers: SEEN }),
  "GET /api/v1/locations/{location}/devices": ofPlace(CHIEFS),
  "POST /api/v1/locations/{location}/devices/pairing-codes": ofPlace(CHIEFS, {
    body: { stationId: SOME_ID, name: "Pass" },
  }),
  "DELETE /api/v1/locations/{location}/devices/{device}": ofPlace(CHIEFS),
  "POST /api/v1/devices/pair": "anyone",

  // How the house is
  "GET /api/v1/locations/{location}/health": ofPlace(CHIEFS),
  "GET /api/v1/locations/{location}/health/events": ofPlace(CHIEFS),
  "POST /api/v1/locations/{location}/health/events/redeliver": ofPlace(CHIEFS, {
    body: { partner: "stripe", eventId: "evt_none" },
  }),
  "GET /api/v1/locations/{id}/audit": ofPlace(CHIEFS),
  "GET /api/v1/locations/{id}/audit/csv": ofPlace(CHIEFS),
  "GET /api/v1/office/cameras": { roles: CHIEFS, of: "none" },
  "GET /api/v1/office/cameras/stream": { roles: CHIEFS, of: "none" },
  "GET /office": "anyone",
  "GET /office/{view}": "anyone",
  "GET /office/cameras": "anyone",

  // Money
  "POST /api/v1/track/{token}/payments": "anyone",
  "POST /track/{token}": "anyone",
  "GET /api/v1/orders/{id}/payments": onOrder(),
  "GET /api/v1/locations/{id}/payments": atPlace(CHIEFS),
  "POST /api/v1/orders/{id}/payments/cash": onOrder({ received: 100_000 }),
  "POST /api/v1/payments/{id}/refunds": { ...MONEY, body: { amount: 1, reason: "other" }, asksAgain: true },
  "POST /api/v1/payments/{id}/check": MONEY,

  // Partners
  "POST /webhooks/stripe": "partner",
  "POST /webhooks/razorpay": "partner",
  "POST /webhooks/twilio": "partner",
  "POST /webhooks/delivery": "partner",

  // Pages and probes
  "GET /": "anyone",
  "GET /at/{slug}": "anyone",
  "GET /sign-in": "anyone",
  "GET /kitchen": "anyone",
  "GET /reference": "anyone",
  "GET /track/{token}": "anyone",
  "GET /assets/{file}": "anyone",
  "GET /openapi.json": "anyone",
  "GET /healthz": "anyone",
  "GET /readyz": "anyone",
};
