/** Contracts of how a kitchen is set up: stations, which of them makes what, and the rules that reroute. */
import { contract, nothing, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { may, mayAt } from "./staff.js";

const ORDER_TYPE = z.enum(["dine_in", "pickup", "delivery"]);
const SCOPE = z.enum(["category", "item", "variant"]);

export const Station = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["prep", "expo"]),
  isOpen: z.boolean(),
  fallbackStationId: z.uuid().nullable().meta({ description: "Who takes over while it is closed." }),
  parallelism: z.int().meta({ description: "How many dishes it makes at once." }),
  warnAfterSeconds: z.int(),
  lateAfterSeconds: z.int(),
  version: z.int(),
});
export type Station = z.infer<typeof Station>;

const StationChange = z.object({
  name: plainText(60).pipe(z.string().min(1)).optional(),
  isOpen: z.boolean().optional(),
  fallbackStationId: z.uuid().nullable().optional(),
  parallelism: z.int().min(1).max(50).optional(),
  warnAfterSeconds: z.int().min(10).max(14_400).optional(),
  lateAfterSeconds: z.int().min(20).max(28_800).optional(),
});
export type StationChange = z.infer<typeof StationChange>;

const RuleDraft = z.object({
  priority: z.int().min(0).max(10_000),
  orderType: ORDER_TYPE.nullable(),
  serviceArea: plainText(60).pipe(z.string().min(1)).nullable(),
  fromStationId: z.uuid(),
  toStationIds: z.array(z.uuid()).min(1).max(20),
});
export type RuleDraft = z.infer<typeof RuleDraft>;
export const Rule = RuleDraft.extend({ id: z.uuid(), serviceArea: z.string().nullable(), version: z.int() });

export const RoutingTable = z.object({
  version: z.int().meta({ description: "For `If-Match`, of the routes and the default station." }),
  defaultStationId: z.uuid().nullable(),
  routes: z.array(z.object({ scope: SCOPE, scopeId: z.uuid(), stationIds: z.array(z.uuid()) })),
  rules: z.array(Rule),
  unrouted: z.array(z.object({ itemId: z.uuid(), name: z.string() })).meta({
    description:
      "Items that no route knows, which go to the default station with an alarm, or whose station is closed with nobody to take over.",
  }),
});
export type RoutingTable = z.infer<typeof RoutingTable>;

const AT = { location: z.uuid() };
const SET_UP = mayAt("location", "manageDevices");
const LIMIT = "120 per minute by caller";
const IfMatch = z.object({ "if-match": z.string().regex(/^"\d{1,9}"$/) });
const STALE = problems({ version_conflict: "Somebody else has changed this meanwhile." });
const NO_STATION = problems({ station_unknown: "The place has no such station." });
const base = { tags: ["kitchen set-up"], allow: SET_UP, limit: LIMIT } as const;

export const listStations = contract({
  ...base,
  method: "GET",
  path: "/api/v1/locations/{location}/stations",
  summary: "The stations, in their order",
  params: z.object(AT),
  returns: { 200: z.object({ stations: z.array(Station) }) },
});

export const createStation = contract({
  ...base,
  method: "POST",
  path: "/api/v1/locations/{location}/stations",
  summary: "Add a station",
  params: z.object(AT),
  body: StationChange.extend({ name: plainText(60).pipe(z.string().min(1)), kind: z.enum(["prep", "expo"]) }),
  returns: { 201: Station, 409: problems({ name_taken: "A station has this name already." }), 422: NO_STATION },
});

export const updateStation = contract({
  ...base,
  method: "PATCH",
  path: "/api/v1/locations/{location}/stations/{station}",
  summary: "Change a station: its name, whether it is open, who takes over",
  params: z.object({ ...AT, station: z.uuid() }),
  headers: IfMatch,
  body: StationChange,
  returns: {
    200: Station,
    409: problems({ name_taken: "A station has this name already." }),
    412: STALE,
    422: problems({
      station_unknown: "The place has no such station.",
      times_invalid: "A ticket is late later than it is warned of.",
    }),
  },
});

export const archiveStation = contract({
  ...base,
  method: "DELETE",
  path: "/api/v1/locations/{location}/stations/{station}",
  summary: "Put a station away that nothing is sent to any more",
  params: z.object({ ...AT, station: z.uuid() }),
  headers: IfMatch,
  returns: {
    204: nothing(),
    409: problems({ station_in_use: "Tickets, routes, rules, screens or the default still lead to it." }),
    412: STALE,
  },
});

export const readRoutes = contract({
  ...base,
  method: "GET",
  path: "/api/v1/locations/{location}/routes",
  summary: "What is made where",
  params: z.object(AT),
  returns: { 200: RoutingTable },
});

export const setRoute = contract({
  ...base,
  method: "PUT",
  path: "/api/v1/locations/{location}/routes/{scope}/{scopeId}",
  summary: "Say which stations make a category, an item or a variant; none leaves it to the wider scope",
  params: z.object({ ...AT, scope: SCOPE, scopeId: z.uuid() }),
  headers: IfMatch,
  body: z.object({ stationIds: z.array(z.uuid()).max(20) }),
  returns: { 200: RoutingTable, 412: STALE, 422: NO_STATION },
});

export const setDefaultStation = contract({
  ...base,
  method: "PUT",
  path: "/api/v1/locations/{location}/routes/default",
  summary: "Say which station takes what no route knows",
  params: z.object(AT),
  headers: IfMatch,
  body: z.object({ stationId: z.uuid() }),
  returns: { 200: RoutingTable, 412: STALE, 422: NO_STATION },
});

export const testRoute = contract({
  ...base,
  method: "POST",
  path: "/api/v1/locations/{location}/routes/test",
  summary: "Ask where a line would go now, and what decides that",
  params: z.object(AT),
  body: z.object({
    variantId: z.uuid(),
    options: z.array(z.uuid()).max(50).default([]),
    orderType: ORDER_TYPE.default("pickup"),
    serviceArea: plainText(60).optional(),
  }),
  returns: {
    200: z.object({
      stations: z.array(z.object({ id: z.uuid(), name: z.string() })),
      decidedBy: z.enum(["variant", "item", "category", "options", "default", "no_prep"]),
      rules: z.array(z.object({ id: z.uuid(), priority: z.int() })),
      fallbacks: z.array(z.object({ from: z.string(), to: z.string() })),
      unrouted: z.boolean(),
    }),
  },
});

export const createRule = contract({
  ...base,
  method: "POST",
  path: "/api/v1/locations/{location}/reroute-rules",
  summary: "Add a rule that sends one station's lines to others",
  params: z.object(AT),
  body: RuleDraft,
  returns: { 201: Rule, 422: NO_STATION },
});

export const updateRule = contract({
  ...base,
  method: "PUT",
  path: "/api/v1/locations/{location}/reroute-rules/{rule}",
  summary: "Change a rule",
  params: z.object({ ...AT, rule: z.uuid() }),
  headers: IfMatch,
  body: RuleDraft,
  returns: { 200: Rule, 412: STALE, 422: NO_STATION },
});

export const archiveRule = contract({
  ...base,
  method: "DELETE",
  path: "/api/v1/locations/{location}/reroute-rules/{rule}",
  summary: "Put a rule away",
  params: z.object({ ...AT, rule: z.uuid() }),
  headers: IfMatch,
  returns: { 204: nothing(), 412: STALE },
});

export const fireCourse = contract({
  method: "POST",
  path: "/api/v1/orders/{id}/fire",
  summary: "Send a course that is on hold to the kitchen; without one, the next",
  tags: ["kitchen"],
  allow: may("fireCourses"),
  params: z.object({ id: z.uuid() }),
  body: z.object({ course: z.int().min(1).max(9).optional() }).optional(),
  limit: "600 per minute by caller",
  returns: {
    200: z.object({ fired: z.int().meta({ description: "How many lines." }) }),
    409: problems({ illegal_transition: "Nothing of this order is on hold, or it is not in the kitchen." }),
  },
});
