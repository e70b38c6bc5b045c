/** Contracts of how a place takes orders right now, and of clearing tables. */
import { contract } from "cloche";
import { z } from "zod";
import { Money } from "./money.js";
import { ORDER_STATES, PAYMENT_STATES } from "./orders.js";
import { Id, LIMIT, Moment, TAGS } from "./orders-staff.js";
import { may } from "./staff.js";

const State = z.object({
  pausedUntil: Moment.nullable(),
  busyMinutes: z.int(),
  acceptMode: z.enum(["manual", "auto"]),
});

export const pauseOrders = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/pause",
  summary: "Take no orders for a while; nought minutes goes on",
  tags: TAGS,
  allow: may("answerOrders"),
  params: Id,
  body: z.object({ minutes: z.int().min(0).max(1440) }),
  limit: LIMIT,
  returns: { 200: State },
});

export const setBusy = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/busy",
  summary: "Add minutes to every promise",
  tags: TAGS,
  allow: may("answerOrders"),
  params: Id,
  body: z.object({ minutes: z.int().min(0).max(180) }),
  limit: LIMIT,
  returns: { 200: State },
});

export const setAcceptMode = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/accept-mode",
  summary: "Whether orders are accepted by themselves",
  tags: TAGS,
  allow: may("manageSettings"),
  params: Id,
  body: z.object({ acceptMode: z.enum(["manual", "auto"]) }),
  limit: LIMIT,
  returns: { 200: State },
});

const TableOrder = z.object({
  id: z.uuid(),
  number: z.int(),
  state: z.enum(ORDER_STATES),
  paymentState: z.enum(PAYMENT_STATES),
  total: Money,
});

export const Floor = z.object({
  tables: z.array(
    z.object({
      id: z.uuid(),
      label: z.string(),
      serviceArea: z.string(),
      sessionId: z.uuid().nullable().meta({ description: "Of those who sit there, until the table is cleared." }),
      orders: z.array(TableOrder).meta({ description: "Of those who sit there, and not over or not paid." }),
    }),
  ),
});
export type Floor = z.infer<typeof Floor>;

export const readFloor = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/floor",
  summary: "The tables, and what is open at each",
  tags: TAGS,
  allow: may("takeOrders"),
  params: Id,
  limit: LIMIT,
  returns: { 200: Floor },
});

export const closeTable = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/table-sessions/{sessionId}/close",
  summary: "Clear a table: whoever scanned its code before must scan it again",
  tags: TAGS,
  allow: may("answerOrders"),
  params: z.object({ id: z.uuid(), sessionId: z.uuid() }),
  body: z.object({}).optional(),
  limit: LIMIT,
  returns: { 200: z.object({ closed: z.literal(true) }) },
});
