/** Contracts of the cameras: what the lid refuses and why, live, and the audit trail, for who runs the place. */
import { anyone, bytes, contract, eventStream, problems } from "cloche";
import { z } from "zod";
import { may, mayAt } from "./staff.js";

/** What the cameras tell apart. */
export const INCIDENT_KINDS = ["refusal", "signature", "limit", "ban", "alert", "trouble", "note"] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export const Incident = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  kind: z.enum(INCIDENT_KINDS),
  event: z.string().meta({ description: "The security event's stable name." }),
  reason: z.string().nullable(),
  route: z.string().nullable(),
  about: z.string().nullable().meta({ description: "A partner, a limit, a store, or what an alert is about." }),
  network: z.string().nullable().meta({ description: "The sender's network; no camera sees a whole address." }),
  message: z.string(),
  action: z.string().meta({ description: "What to do about it." }),
});
export type Incident = z.infer<typeof Incident>;

const Minute = z.object({ at: z.iso.datetime(), counts: z.partialRecord(z.enum(INCIDENT_KINDS), z.int()) });

export const Footage = z.object({
  asOf: z.string().meta({ description: "epoch:sequence; pass it to the stream as `after`." }),
  serverTime: z.iso.datetime(),
  locationId: z.string().meta({ description: "The place its reader runs, for the audit trail." }),
  timezone: z.string().meta({ description: "That place's own." }),
  incidents: z.array(Incident),
  minutes: z.array(Minute).meta({ description: "The last hour, minute by minute; minutes without any are left out." }),
  lost: z.int().meta({ description: "Lines and events that could not be told." }),
});
export type Footage = z.infer<typeof Footage>;

const LIMIT = "120 per minute by caller";
const after = z
  .string()
  .regex(/^[0-9a-f-]{36}:\d{1,15}$/)
  .optional();

export const readCameras = contract({
  method: "GET",
  path: "/api/v1/office/cameras",
  summary: "What the lid refused, limited and noticed lately",
  tags: ["office"],
  allow: may("seeAudit"),
  limit: LIMIT,
  returns: { 200: Footage },
});

export const cameraStream = contract({
  method: "GET",
  path: "/api/v1/office/cameras/stream",
  summary: "The same, live",
  tags: ["office"],
  allow: may("seeAudit"),
  query: z.object({ after }),
  limit: LIMIT,
  returns: { 200: eventStream() },
});

export const camerasPage = contract({
  method: "GET",
  path: "/office/cameras",
  tags: ["pages"],
  allow: anyone("the page is empty until its reader has signed in"),
  cover: "page",
  limit: "600 per minute by address",
  returns: { 200: bytes("text/html; charset=utf-8") },
});

export const AuditPage = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: z.iso.datetime(),
      actor: z.string(),
      action: z.string(),
      entity: z.string(),
      entityId: z.string(),
      detail: z.json(),
      requestId: z.string().nullable(),
      sealed: z.boolean(),
    }),
  ),
  timezone: z.string().meta({ description: "The place's own, which its business days are in." }),
  next: z.int().nullable().meta({ description: "Pass it as `before` for what came earlier." }),
  trail: z.object({
    intact: z.boolean(),
    fault: z.string().nullable(),
    seq: z.int().meta({ description: "The last sealed row, or the first that is wrong." }),
    seal: z
      .string()
      .nullable()
      .meta({ description: "Keep it elsewhere: a trail that is cut or made anew shows by it." }),
  }),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** Who may stand on record as having done something. */
export const ACTOR_KINDS = ["staff", "device", "integration", "customer", "guest", "provider", "system"] as const;

const AuditFilter = z.object({
  action: z
    .string()
    .regex(/^[a-z][a-z0-9_.]{0,63}$/)
    .optional()
    .meta({ description: "Such as `menu.changed`; `menu.` is every one that begins so." }),
  actor: z.enum(ACTOR_KINDS).optional(),
  person: z.uuid().optional().meta({ description: "One of the staff." }),
  from: z.iso.date().optional().meta({ description: "The first business day." }),
  to: z.iso.date().optional().meta({ description: "The last business day." }),
});

export const MOST_AUDIT_ROWS = 20_000;

export const downloadAudit = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/audit/csv",
  summary:
    "The audit trail as a file, oldest first; its last seal, kept elsewhere, shows whether a trail was made anew",
  tags: ["office"],
  allow: mayAt("id", "seeAudit"),
  params: z.object({ id: z.uuid() }),
  query: AuditFilter,
  limit: "20 per minute by caller",
  returns: {
    200: bytes("text/csv; charset=utf-8"),
    422: problems({ audit_too_long: "That is more than 20000 rows; ask for fewer days." }),
  },
});

export const readAudit = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/audit",
  summary: "The audit trail, newest first, and whether it is whole",
  tags: ["office"],
  allow: mayAt("id", "seeAudit"),
  params: z.object({ id: z.uuid() }),
  query: AuditFilter.extend({ before: z.coerce.number().int().min(1).optional() }),
  limit: "60 per minute by caller",
  returns: { 200: AuditPage },
});
