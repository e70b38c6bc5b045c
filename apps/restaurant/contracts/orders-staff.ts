/** Contracts of how staff look at orders. */
import { contract } from "cloche";
import { z } from "zod";
import { ORDER_TYPES } from "./menu.js";
import { Money } from "./money.js";
import { Address, ORDER_STATES, PAYMENT_STATES } from "./orders.js";
import { may } from "./staff.js";

export const LIMIT = "600 per minute by caller";
export const TAGS = ["orders"];
export const Id = z.object({ id: z.uuid() });
export const Moment = z.iso.datetime();

const StaffLine = z.object({
  id: z.uuid(),
  name: z.string(),
  variant: z.string(),
  quantity: z.int(),
  options: z.array(z.string()),
  note: z.string().nullable(),
  allergens: z.array(z.string()),
  course: z.int(),
  hold: z.boolean(),
  firedAt: Moment.nullable(),
  voidedAt: Moment.nullable(),
  voidReason: z.string().nullable(),
  unitPrice: Money,
  total: Money,
});

const Summary = z.object({
  id: z.uuid(),
  number: z.int(),
  businessDate: z.iso.date(),
  channel: z.enum(["web", "qr", "staff", "phone"]),
  orderType: z.enum(ORDER_TYPES),
  state: z.enum(ORDER_STATES),
  paymentState: z.enum(PAYMENT_STATES),
  guest: z.string().nullable(),
  table: z.string().nullable(),
  total: Money,
  createdAt: Moment,
  placedAt: Moment.nullable(),
  promisedAt: Moment.nullable(),
  fireAt: Moment.nullable(),
  answerBy: Moment.nullable().meta({ description: "When a new order is rejected by itself." }),
  version: z.int(),
});

export const StaffOrder = Summary.extend({
  locationId: z.uuid(),
  phone: z.string().nullable().meta({ description: "A courier sees it once the order is on its way." }),
  email: z.string().nullable(),
  address: Address.nullable(),
  orderNote: z.string().nullable(),
  allergyNote: z.string().nullable(),
  acceptedAt: Moment.nullable(),
  readyAt: Moment.nullable(),
  completedAt: Moment.nullable(),
  closedReason: z.string().nullable(),
  courierId: z.uuid().nullable(),
  tableSessionId: z.uuid().nullable(),
  subtotal: Money,
  taxAdded: Money,
  taxIncluded: Money,
  fees: Money,
  tip: Money,
  lines: z.array(StaffLine),
});
export type StaffOrder = z.infer<typeof StaffOrder>;
export type OrderSummary = z.infer<typeof Summary>;

export const listOrders = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/orders",
  summary: "The orders of a place, newest first; a courier's own deliveries",
  tags: TAGS,
  allow: may("seeOrders"),
  params: Id,
  query: z.object({
    state: z
      .string()
      .regex(/^[a-z_]+(,[a-z_]+){0,10}$/)
      .optional()
      .meta({ description: "States, separated by commas; `live` is every one that is not over." }),
    date: z.iso.date().optional().meta({ description: "A business day." }),
    number: z.coerce.number().int().min(1).max(1_000_000).optional(),
    cursor: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  limit: LIMIT,
  returns: { 200: z.object({ orders: z.array(Summary), next: z.uuid().nullable() }) },
});

/** What happened to an order: to staff by name, to others by what they are. */
export const OrderHistory = z.object({
  entries: z.array(
    z.object({
      id: z.int(),
      at: Moment,
      what: z.string().meta({ description: "Such as `order.accepted`." }),
      who: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  messages: z
    .array(
      z.object({
        id: z.int(),
        at: Moment,
        kind: z.string(),
        news: z.string(),
        state: z.string().meta({ description: "As the partner has it, or as it waits here." }),
      }),
    )
    .meta({ description: "Texts and calls about it." }),
});
export type OrderHistory = z.infer<typeof OrderHistory>;

export const readOrderHistory = contract({
  method: "GET",
  path: "/api/v1/orders/{id}/history",
  summary: "What happened to an order, who did it, and who was told",
  tags: TAGS,
  allow: may("takeOrders"),
  params: Id,
  limit: LIMIT,
  returns: { 200: OrderHistory },
});

export const readOrder = contract({
  method: "GET",
  path: "/api/v1/orders/{id}",
  summary: "One order, whole",
  tags: TAGS,
  allow: may("seeOrders"),
  params: Id,
  limit: LIMIT,
  returns: { 200: StaffOrder },
});
