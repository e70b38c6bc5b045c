/** Contracts of the kitchen's screens: the board, its stream, and what can be done to tickets and their lines. */
import { contract, eventStream, nothing, problems } from "cloche";
import { z } from "zod";
import { may, mayAt } from "./staff.js";

const StationRef = z.object({ id: z.uuid(), name: z.string() });

const TicketItem = z.object({
  id: z.uuid(),
  name: z.string(),
  quantity: z.int(),
  options: z.array(z.string()),
  instructions: z.string().nullable(),
  allergens: z.array(z.string()),
  state: z.enum(["queued", "started", "done", "void"]),
  added: z.boolean().meta({ description: "Ordered after the ticket was first fired." }),
  version: z.int(),
});

export const Ticket = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.int(),
  orderType: z.enum(["dine_in", "pickup", "delivery"]),
  station: StationRef.extend({ warnAfterSeconds: z.int(), lateAfterSeconds: z.int() }).meta({
    description: "Where it is made, and when it is waited for too long: the station's times, later for long dishes.",
  }),
  course: z.int(),
  state: z.enum(["open", "bumped", "void"]),
  version: z.int(),
  firedAt: z.iso.datetime(),
  dueAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: "What an order for later is promised for: the kitchen counts down to it." }),
  bumpedAt: z.iso.datetime().nullable(),
  changedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: "When it was changed after its firing, until that is acknowledged." }),
  rush: z.boolean(),
  recallCount: z.int(),
  guest: z.string().meta({ description: "The first name the guest gave, to call out." }),
  allergyNote: z.string().nullable(),
  alsoAt: z
    .array(z.object({ station: StationRef, done: z.int(), total: z.int() }))
    .meta({ description: "Where else the order is being made." }),
  items: z.array(TicketItem),
});
export type Ticket = z.infer<typeof Ticket>;

const AllDay = z.object({ name: z.string(), options: z.array(z.string()), quantity: z.int() });

export const Board = z.object({
  asOf: z.string().meta({ description: "epoch:sequence; pass it to the stream as `after`." }),
  serverTime: z.iso.datetime(),
  reader: z.object({ kind: z.enum(["staff", "device"]), expo: z.boolean(), mayRush: z.boolean() }),
  station: StationRef.nullable().meta({ description: "The one station of a device." }),
  stations: z.array(StationRef.extend({ kind: z.enum(["prep", "expo"]) })),
  tickets: z.array(Ticket),
  allDay: z.array(AllDay),
  recall: z.array(Ticket).meta({ description: "What was bumped in the last four hours, the newest first." }),
  openCount: z.int(),
  hash: z.string().meta({ description: "Over the tickets' ids and versions; each heartbeat repeats it." }),
});
export type Board = z.infer<typeof Board>;

const SEE = may("seeTickets");
const WORK = may("workTickets");
const LIMIT = "600 per minute by caller";
/**
 * One count for all a screen does: ten a second, and at once what may wait in it after a lost connection. A screen that
 * is refused keeps what it was told and sends it again.
 */
const COMMANDS = {
  quota: 600,
  window: "1 minute",
  by: "caller",
  name: "kitchen-commands",
  algorithm: "token-bucket",
  burst: 60,
} as const;
const ById = z.object({ id: z.uuid() });
const CHANGED = "The ticket has changed since this screen showed it.";
const LEFT = "The ticket cannot be moved like this any more.";
const Expected = z.object({ expectedVersion: z.int().min(1) });

const Done = z.object({ ticket: Ticket });
/** The ticket as it stands now, beside the problem: a screen that was late shows what is true at once. */
const Conflict = z.object({ ticket: Ticket });
export type Conflict = z.infer<typeof Conflict>;
const CONFLICTS = { version_conflict: CHANGED, illegal_transition: LEFT };
const CARRIED = { version_conflict: Conflict, illegal_transition: Conflict };
const COMMAND_RETURNS = {
  200: Done,
  409: problems(
    { ...CONFLICTS, idempotency_running: "A request with this Idempotency-Key is still running." },
    CARRIED,
  ),
  422: problems({ idempotency_mismatch: "This Idempotency-Key was used with another request." }),
} as const;

const board = <const Path extends string>(path: Path) =>
  contract({
    method: "GET",
    path,
    summary: "What is to be made: a screen's or chef's own stations, at the pass and for managers everything",
    tags: ["kitchen"],
    allow: SEE,
    limit: LIMIT,
    returns: { 200: Board },
  });

const stream = <const Path extends string>(path: Path) =>
  contract({
    method: "GET",
    path,
    summary: "Ticket changes, live",
    tags: ["kitchen"],
    allow: SEE,
    query: z.object({
      after: z
        .string()
        .regex(/^[0-9a-f-]{36}:\d{1,15}$/)
        .optional(),
    }),
    limit: [LIMIT, "20 at once by caller"],
    returns: { 200: eventStream(), 204: nothing() },
  });

export const kdsBoard = board("/api/v1/kds/board");
export const kdsStream = stream("/api/v1/kds/stream");

export const kdsAck = contract({
  method: "POST",
  path: "/api/v1/kds/ack",
  summary: "Say how far a screen has shown the stream",
  tags: ["kitchen"],
  allow: SEE,
  body: z.object({ epoch: z.uuid(), seq: z.int().min(0), visible: z.boolean() }),
  limit: LIMIT,
  returns: { 204: nothing() },
});

export const kdsDrift = contract({
  method: "POST",
  path: "/api/v1/kds/drift",
  summary: "Say that a screen showed something else than a heartbeat told it to",
  tags: ["kitchen"],
  allow: SEE,
  body: z.object({
    head: z
      .string()
      .regex(/^[0-9a-f-]{36}:\d{1,15}$/)
      .meta({ description: "The heartbeat's." }),
    openCount: z.int().min(0).max(10_000).meta({ description: "How many tickets the screen had." }),
    hash: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .meta({ description: "Over those." }),
  }),
  limit: "12 per minute by caller",
  returns: { 204: nothing() },
});

export const UnseenTicket = z.object({
  ticketId: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.int(),
  station: StationRef,
  firedAt: z.iso.datetime().meta({ description: "When it was fired, or changed after that." }),
});
export type UnseenTicket = z.infer<typeof UnseenTicket>;

export const listUnseenTickets = contract({
  method: "GET",
  path: "/api/v1/locations/{location}/tickets/unseen",
  summary: "Tickets that no screen of their station has shown for half a minute, oldest first",
  tags: ["kitchen"],
  allow: mayAt("location", "answerOrders"),
  params: z.object({ location: z.uuid() }),
  limit: LIMIT,
  returns: { 200: z.object({ tickets: z.array(UnseenTicket).max(100) }) },
});

const itemCommand = <const Verb extends "start" | "done" | "undo">(verb: Verb, summary: string) =>
  contract({
    method: "POST",
    path: `/api/v1/kds/ticket-items/{id}/${verb}`,
    summary,
    tags: ["kitchen"],
    allow: WORK,
    params: ById,
    body: Expected,
    limit: COMMANDS,
    idempotent: "required",
    returns: COMMAND_RETURNS,
  });

export const startTicketItem = itemCommand("start", "Mark a line as begun");
export const doneTicketItem = itemCommand("done", "Mark a line as done");
export const undoTicketItem = itemCommand("undo", "Take a line's done mark back");

const ticketCommand = <const Verb extends "bump" | "recall" | "rush" | "ack-void">(verb: Verb, summary: string) =>
  contract({
    method: "POST",
    path: `/api/v1/kds/tickets/{id}/${verb}`,
    summary,
    tags: ["kitchen"],
    allow: WORK,
    params: ById,
    body: Expected,
    limit: COMMANDS,
    idempotent: "required",
    returns: COMMAND_RETURNS,
  });

export const bumpTicket = ticketCommand("bump", "Mark every line as done and clear the ticket away");
export const recallTicket = ticketCommand("recall", "Bring a ticket of the last four hours back to its place");
export const rushTicket = ticketCommand("rush", "Put a ticket first, or back: the pass and managers");
export const ackVoidTicket = ticketCommand("ack-void", "Acknowledge what was added or voided after the firing");

export const kdsCallAgain = contract({
  method: "POST",
  path: "/api/v1/kds/orders/{id}/call",
  summary: "Call the guest of an order that is ready once more, at most once a minute: the pass and managers",
  tags: ["kitchen"],
  allow: WORK,
  params: ById,
  limit: "30 per minute by caller",
  returns: { 204: nothing(), 409: problems({ illegal_transition: "The order is not ready, or has left already." }) },
});

export const readBoard = board("/api/v1/kitchen/board");
export const kitchenStream = stream("/api/v1/kitchen/stream");

const moveItem = <const Verb extends "done" | "undo">(verb: Verb, summary: string) =>
  contract({
    method: "POST",
    path: `/api/v1/kitchen/ticket-items/{id}/${verb}`,
    summary,
    tags: ["kitchen"],
    allow: WORK,
    params: ById,
    body: z.object({ expectedVersion: z.int().min(1).optional() }).optional(),
    limit: COMMANDS,
    returns: { 200: Done, 409: problems(CONFLICTS, CARRIED) },
  });

export const bumpItem = moveItem("done", "Mark a line as done, whatever its version");
export const undoItem = moveItem("undo", "Take a done mark back, whatever its version");
