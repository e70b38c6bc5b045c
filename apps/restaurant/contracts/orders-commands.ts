/** Contracts of what staff do with orders: take, change, and send on their way. */
import { contract, problems } from "cloche";
import { emailAddress, phoneNumber, plainText } from "cloche/sanitize";
import { z } from "zod";
import { LANGUAGES } from "./languages.js";
import { ORDER_TYPES } from "./menu.js";
import {
  Address,
  IDEMPOTENCY_MISMATCH,
  IDEMPOTENCY_RUNNING,
  ORDER_CONFLICTS,
  ORDER_STATES,
  ORDER_UNFIT,
  SlipLine,
} from "./orders.js";
import { Id, LIMIT, Moment, StaffOrder, TAGS } from "./orders-staff.js";
import { type CapabilityName, may } from "./staff.js";

/** The order as it stands now, beside the problem: whoever lost to a colleague sees what won. */
const Now = z.object({ order: z.object({ state: z.enum(ORDER_STATES), version: z.int() }) });

const COMMAND_PROBLEMS = {
  409: problems(
    {
      ...ORDER_CONFLICTS,
      ...IDEMPOTENCY_RUNNING,
      illegal_transition: "The order's state does not allow that.",
      order_unpaid: "The order is not paid; a manager closes it with a reason.",
      line_fired: "The kitchen has that line already; void it instead.",
      payment_in_progress: "A payment is on its way; try again in a moment.",
    },
    { illegal_transition: Now, line_fired: Now },
  ),
  412: problems({ version_conflict: "Somebody has changed the order meanwhile." }, { version_conflict: Now }),
  422: problems({
    ...ORDER_UNFIT,
    ...IDEMPOTENCY_MISMATCH,
    courier_unknown: "No courier of this place has that id.",
    order_empty: "There is nothing in the order yet.",
    table_unknown: "The place has no such table.",
  }),
};
const RETURNS = { 200: StaffOrder, ...COMMAND_PROBLEMS };
const TAKEN = { 201: StaffOrder, ...COMMAND_PROBLEMS };

const Contact = z.object({
  name: plainText(80, { min: 1 }),
  phone: phoneNumber().optional(),
  email: emailAddress().optional(),
});

export const takeOrder = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/orders",
  summary: "Take an order at the counter, at a table, or on the phone",
  tags: TAGS,
  allow: may("takeOrders"),
  params: Id,
  body: z
    .object({
      channel: z.enum(["staff", "phone"]).default("staff"),
      orderType: z.enum(ORDER_TYPES),
      tableId: z.uuid().optional(),
      address: Address.optional(),
      requestedAt: Moment.optional(),
      lines: z.array(SlipLine).max(100),
      draft: z
        .boolean()
        .default(false)
        .meta({ description: "Keeps it open: lines can be added until it is sent. It may begin with none." }),
      contact: Contact.optional(),
      orderNote: plainText(500, { multiline: true }).optional(),
      allergyNote: plainText(300).optional(),
      language: z
        .enum(LANGUAGES)
        .optional()
        .meta({ description: "What the guest is written to in; the place's, unless said." }),
    })
    .refine((taken) => (taken.address !== undefined) === (taken.orderType === "delivery"), {
      message: "An address is for delivery, and delivery needs one.",
      path: ["address"],
    })
    .refine(({ draft, lines }) => draft || lines.length > 0, { message: "Name a line.", path: ["lines"] }),
  idempotent: "required",
  limit: LIMIT,
  returns: TAKEN,
});

type Body = z.ZodType;

interface Said<B extends Body> {
  readonly summary: string;
  readonly body: B;
  readonly by?: CapabilityName;
}

const command = <const Path extends string, B extends Body>(
  path: Path,
  { summary, body, by = "answerOrders" }: Said<B>,
) =>
  contract({
    method: "POST",
    path: `/api/v1/orders/{id}/${path}`,
    summary,
    tags: TAGS,
    allow: may(by),
    params: Id,
    body,
    idempotent: true,
    limit: LIMIT,
    returns: RETURNS,
  });

const Nothing = z.object({}).optional();
const Reason = z.object({ reason: plainText(200, { min: 1 }) });

export const acceptOrder = command("accept", {
  summary: "Accept an order",
  body: z.object({ promisedAt: Moment.optional() }).optional(),
});
export const rejectOrder = command("reject", {
  summary: "Reject an order; money goes back by itself",
  body: Reason,
});
export const cancelOrder = command("cancel", {
  summary: "Cancel an order; money goes back by itself",
  body: Reason,
});
export const promiseOrder = command("promise", {
  summary: "Promise another time; the guest is told",
  body: z.object({ promisedAt: Moment }),
});
export const dispatchOrder = command("dispatch", {
  summary: "Give an order to a courier",
  body: z.object({ courierId: z.uuid().optional() }).optional(),
});
export const handOver = command("handover", {
  summary: "Hand an order over",
  body: z.object({ unpaidReason: plainText(200, { min: 1 }).optional() }).optional(),
});
export const sendOrder = command("send", {
  summary: "Send a draft on: it is placed, and accepted where the place accepts by itself",
  body: Nothing,
  by: "takeOrders",
});
export const moveTable = command("table", {
  summary: "Move an order to another table",
  body: z.object({ tableId: z.uuid() }),
  by: "takeOrders",
});
export const copyOrder = command("copy", {
  summary: "Order the same anew, at today's prices",
  body: Nothing,
  by: "takeOrders",
});

export const deliverOrder = contract({
  method: "POST",
  path: "/api/v1/orders/{id}/deliver",
  summary: "Mark a delivery as handed over",
  tags: TAGS,
  allow: may("deliver"),
  params: Id,
  body: z.object({ unpaidReason: plainText(200, { min: 1 }).optional() }).optional(),
  idempotent: true,
  limit: LIMIT,
  returns: RETURNS,
});

export const addLines = contract({
  method: "POST",
  path: "/api/v1/orders/{id}/lines",
  summary: "Add lines; the kitchen gets them at once where it has begun",
  tags: TAGS,
  allow: may("takeOrders"),
  params: Id,
  body: z.object({ lines: z.array(SlipLine).min(1).max(50) }),
  idempotent: "required",
  limit: LIMIT,
  returns: RETURNS,
});

const LineId = z.object({ id: z.uuid(), lineId: z.uuid() });
/** The version the caller has seen, as an entity tag (RFC 9110 section 13.1.1). */
export const IfMatch = z.object({ "if-match": z.string().regex(/^"\d{1,9}"$/) });

export const changeLine = contract({
  method: "PATCH",
  path: "/api/v1/orders/{id}/lines/{lineId}",
  summary: "Change a line that the kitchen does not have yet",
  tags: TAGS,
  allow: may("takeOrders"),
  params: LineId,
  headers: IfMatch,
  body: z.object({
    quantity: z.int().min(1).max(99).optional(),
    note: plainText(200).nullable().optional(),
    course: z.int().min(1).max(9).optional(),
    hold: z.boolean().optional(),
  }),
  limit: LIMIT,
  returns: RETURNS,
});

export const voidLine = contract({
  method: "POST",
  path: "/api/v1/orders/{id}/lines/{lineId}/void",
  summary: "Void a line, with a reason",
  tags: TAGS,
  allow: may("voidLine"),
  params: LineId,
  body: Reason,
  idempotent: "required",
  limit: LIMIT,
  returns: RETURNS,
});
