/** Contracts of a place's settings: hours, what it takes, time-outs, limits. */
import { contract, problems } from "cloche";
import { phoneNumber, plainText } from "cloche/sanitize";
import { z } from "zod";
import { LANGUAGES } from "./languages.js";
import { ORDER_TYPES, WeeklyTimes } from "./menu.js";
import { IfMatch } from "./orders-commands.js";
import { may } from "./staff.js";

const OrderTypes = z.array(z.enum(ORDER_TYPES)).max(ORDER_TYPES.length);
const RefundLimit = z.object({ once: z.int().min(0).max(1_000_000_000), daily: z.int().min(0).max(1_000_000_000) });

export const BusinessDayStarts = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: "In the place's own time." });

/** What can be set. */
const Settable = z.object({
  name: plainText(80, { min: 1 }),
  hours: z.array(WeeklyTimes).max(50).meta({ description: "Always open, where there are none." }),
  orderTypes: OrderTypes,
  payLaterTypes: OrderTypes.meta({ description: "What guests may pay when it is handed over." }),
  payLaterNeedsPhone: z
    .boolean()
    .meta({ description: "Whether guests who pay later prove a phone number first; at a table they need not." }),
  businessDayStarts: BusinessDayStarts,
  acceptMode: z.enum(["manual", "auto"]),
  acceptTimeoutSeconds: z.int().min(60).max(3600).meta({ description: "Then an order is rejected by itself." }),
  paymentTimeoutSeconds: z.int().min(300).max(7200).meta({ description: "Then an order is let go." }),
  cashierVoidLimit: z.int().min(0).max(1_000_000_000).meta({ description: "Of a line that was sent; minor units." }),
  managerRefundLimit: RefundLimit.meta({ description: "Minor units; an owner alone may set it." }),
  taxInclusive: z.boolean().meta({ description: "Whether the prices hold the tax already." }),
  taxRounding: z.enum(["line", "component"]),
  language: z.enum(LANGUAGES).meta({ description: "What its people, and guests who name none, are written to in." }),
  phone: phoneNumber().nullable().meta({ description: "What guests call." }),
  address: plainText(200, { min: 1 }).nullable().meta({ description: "Where guests find the place." }),
  alertPhone: phoneNumber().nullable().meta({ description: "Who is texted and called when an order waits too long." }),
  secondAlertPhone: phoneNumber()
    .nullable()
    .meta({ description: "Who is called next, where nobody answers there or it still waits." }),
});

export const Settings = Settable.extend({
  version: z.int(),
  slug: z.string(),
  timezone: z.string(),
  currency: z.string(),
  pausedUntil: z.iso.datetime().nullable(),
  busyMinutes: z.int(),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsChange = Settable.partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

const base = {
  path: "/api/v1/locations/{id}/settings",
  tags: ["settings"],
  allow: may("manageSettings"),
  params: z.object({ id: z.uuid() }),
  limit: "120 per minute by caller",
} as const;

export const readSettings = contract({
  ...base,
  method: "GET",
  summary: "How a place is set up",
  returns: { 200: Settings },
});

export const changeSettings = contract({
  ...base,
  method: "PATCH",
  summary: "Change how a place is set up; what is not named stays",
  headers: IfMatch,
  body: SettingsChange,
  returns: {
    200: Settings,
    412: problems({ version_conflict: "Somebody has changed the settings meanwhile." }),
  },
});
