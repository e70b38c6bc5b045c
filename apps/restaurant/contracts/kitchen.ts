/** Contracts of the kitchen. */
import { contract, eventStream, problems, role } from "cloche";
import { z } from "zod";

const TicketItem = z.object({
  id: z.uuid(),
  name: z.string(),
  quantity: z.int(),
  options: z.array(z.string()),
  instructions: z.string().nullable(),
  allergens: z.array(z.string()),
  state: z.enum(["queued", "started", "done", "void"]),
  version: z.int(),
});

export const Ticket = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  orderNumber: z.int(),
  station: z.object({ id: z.uuid(), name: z.string() }),
  state: z.enum(["open", "bumped", "void"]),
  version: z.int(),
  firedAt: z.iso.datetime(),
  guest: z.string().meta({ description: "The first name the guest gave, to call out." }),
  items: z.array(TicketItem),
});
export type Ticket = z.infer<typeof Ticket>;

export const Board = z.object({
  asOf: z.string().meta({ description: "epoch:sequence; pass it to the stream as `after`." }),
  serverTime: z.iso.datetime(),
  stations: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.enum(["prep", "expo"]) })),
  tickets: z.array(Ticket),
});
export type Board = z.infer<typeof Board>;

const KITCHEN = role("chef", "manager", "owner");
const LIMIT = "600 per minute by caller";
const Bump = z.object({ expectedVersion: z.int().min(1).optional() }).optional();
const ById = z.object({ id: z.uuid() });
const STALE = problems({ version_conflict: "The ticket has changed since this screen showed it." });

export const readBoard = contract({
  method: "GET",
  path: "/api/v1/kitchen/board",
  summary: "Open tickets: a chef's own stations, a manager's all",
  tags: ["kitchen"],
  allow: KITCHEN,
  limit: LIMIT,
  returns: { 200: Board },
});

const moveItem = <const Verb extends "done" | "undo">(verb: Verb, summary: string) =>
  contract({
    method: "POST",
    path: `/api/v1/kitchen/ticket-items/{id}/${verb}`,
    summary,
    tags: ["kitchen"],
    allow: KITCHEN,
    params: ById,
    body: Bump,
    limit: LIMIT,
    returns: { 200: z.object({ ticket: Ticket }), 409: STALE },
  });

export const bumpItem = moveItem("done", "Mark a line as done");
export const undoItem = moveItem("undo", "Take a done mark back");

export const kitchenStream = contract({
  method: "GET",
  path: "/api/v1/kitchen/stream",
  summary: "Ticket changes, live",
  tags: ["kitchen"],
  allow: KITCHEN,
  query: z.object({
    after: z
      .string()
      .regex(/^[0-9a-f-]{36}:\d{1,15}$/)
      .optional(),
  }),
  limit: [LIMIT, "20 at once by caller"],
  returns: { 200: eventStream() },
});
