/** Contracts of ordering: a quote, the order itself, and following it. */
import { anyone, contract, problems } from "cloche";
import { emailAddress, phoneNumber, plainText } from "cloche/sanitize";
import { z } from "zod";
import { FieldErrors } from "./field-errors.js";
import { LANGUAGES } from "./languages.js";
import { BySlug, ORDER_TYPES } from "./menu.js";
import { Money, PAYMENT_PROVIDERS } from "./money.js";

export const ORDER_STATES = [
  ...["draft", "pending_payment", "placed", "accepted", "preparing", "ready"],
  ...["out_for_delivery", "completed", "rejected", "expired", "cancelled"],
] as const;
export const PAYMENT_STATES = ["unpaid", "authorized", "paid", "partially_refunded", "refunded"] as const;

/** Why an order cannot be taken as things stand (409). */
export const ORDER_CONFLICTS = {
  item_unavailable: "Something in the order cannot be had right now.",
  location_closed: "The restaurant is closed at that time.",
  location_paused: "The restaurant takes no orders for the moment.",
  slot_full: "That time is taken; choose another.",
  quote_expired: "The quote has expired; ask for a new one.",
  table_session_ended: "This table has been cleared; scan its code again.",
  table_limit: "Too much is open at this table; ask the staff.",
  phone_limit: "Three orders of this phone number or e-mail address are still to be paid; pay one first.",
} as const;

/** Why an order does not fit (422). */
export const ORDER_UNFIT = {
  options_invalid: "The chosen options do not fit the item.",
  order_type_unavailable: "The restaurant does not take orders of this kind.",
  out_of_zone: "The restaurant does not deliver there.",
  minimum_not_reached: "The order is below the minimum for delivery there.",
  prepay_required: "Orders of this kind are paid online.",
  phone_unproven: "To pay later, sign in by a code that is texted to you; or pay online.",
  tip_too_high: "The tip is larger than the order.",
} as const;

/** What an order that nobody could be reached about is told, with the field that is missing (422). */
export const CONTACT_REQUIRED = {
  contact_required: "Give a phone number, or an e-mail address where the restaurant writes e-mail.",
} as const;

/** What an order that was quoted comes to something else is told, with the new quote beside it (409). */
export const PRICE_CHANGED = { price_changed: "The price has changed; confirm the new quote." } as const;

/** Why an order is not taken. */
export type OrderRefusal = keyof typeof ORDER_CONFLICTS | keyof typeof ORDER_UNFIT;

export const IDEMPOTENCY_RUNNING = { idempotency_running: "A request with this Idempotency-Key is still running." };
export const IDEMPOTENCY_MISMATCH = { idempotency_mismatch: "This Idempotency-Key was used with another request." };

/** One line of an order slip: an item by its variant, or by its first. */
export const SlipLine = z
  .object({
    variantId: z.uuid().optional(),
    itemId: z.uuid().optional().meta({ description: "Stands for the item's first variant." }),
    quantity: z.int().min(1).max(99),
    options: z
      .array(z.object({ id: z.uuid(), quantity: z.int().min(1).max(20).default(1) }))
      .max(50)
      .default([]),
    instructions: plainText(200).optional(),
  })
  .refine(({ variantId, itemId }) => (variantId === undefined) !== (itemId === undefined), {
    message: "Name either the variant or the item.",
    path: ["variantId"],
  });
export type SlipLine = z.infer<typeof SlipLine>;

export const Address = z.object({
  street: plainText(120, { min: 1 }),
  postcode: plainText(12, { min: 2 }),
  city: plainText(80, { min: 1 }),
  more: plainText(120).optional().meta({ description: "Floor, door, company." }),
});
export type Address = z.infer<typeof Address>;

const WANTED = {
  orderType: z.enum(ORDER_TYPES).default("pickup"),
  tableToken: z.string().max(1024).optional().meta({ description: "What scanning the table's code gave." }),
  address: Address.optional(),
  requestedAt: z.iso
    .datetime()
    .optional()
    .meta({ description: "The start of a slot; at once, where nothing is said." }),
  tip: z.int().min(0).max(100_000_000).default(0).meta({ description: "Whole minor units." }),
};
const Lines = z.array(SlipLine).min(1).max(50);

const SERVED = "A table is for dining in, an address for delivery.";
const fitsType = ({ orderType, tableToken, address }: Pick<Basket, "orderType" | "tableToken" | "address">) =>
  (address !== undefined) === (orderType === "delivery") && (tableToken === undefined || orderType === "dine_in");

/** What somebody wants, before it has a price. */
export const Basket = z.object({ ...WANTED, lines: Lines }).refine(fitsType, { message: SERVED, path: ["orderType"] });
export type Basket = {
  readonly orderType: (typeof ORDER_TYPES)[number];
  readonly tableToken?: string | undefined;
  readonly address?: Address | undefined;
  readonly requestedAt?: string | undefined;
  readonly tip: number;
  readonly lines: readonly SlipLine[];
};

const TaxLine = z.object({ name: z.string(), ratePpm: z.int(), amount: Money, included: z.boolean() });

export const Bill = z.object({
  subtotal: Money,
  taxes: z.array(TaxLine),
  fees: Money,
  tip: Money,
  total: Money,
});

/** Whole percents of what the dishes cost. */
export const TIP_PERCENTS = [5, 10, 15] as const;

export const Quote = Bill.extend({
  quoteId: z.string().meta({ description: "Signed; good for one order, for ten minutes." }),
  lines: z.array(
    z.object({
      name: z.string(),
      variant: z.string(),
      quantity: z.int(),
      options: z.array(z.string()),
      allergens: z.array(z.string()),
      total: Money,
    }),
  ),
  tips: z
    .array(z.object({ percent: z.int(), amount: Money }))
    .meta({ description: "Tips to choose from; the most that is taken is the subtotal." }),
  promisedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Quote = z.infer<typeof Quote>;

/** Tells a guest's browser from others at the same address, for Idempotency-Keys; it is no credential. */
export const GuestCookie = z.object({
  "__Host-guest": z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .optional()
    .catch(undefined),
});
export type GuestCookie = z.infer<typeof GuestCookie>;

/** A signed-in customer's order is theirs. Whoever carries no such cookie orders as a guest. */
const OrderCookies = GuestCookie.extend({ "__Host-customer": z.string().max(4096).optional().catch(undefined) });

/** No guest is turned away for what their browser says of languages. */
const OrderHeaders = z.object({ "accept-language": z.string().max(500).optional().catch(undefined) });

/**
 * Each change of a cart asks, and guests at the tables share the house's one address: so the handler counts 30 a minute
 * for a guest's browser, and 60 for all together at an address that bring no cookie.
 */
const QUOTE_LIMIT = "240 per minute by address";

export const quoteOrder = contract({
  method: "POST",
  path: "/api/v1/locations/{slug}/quote",
  summary: "What an order would cost, and when it would be ready",
  tags: ["ordering"],
  allow: anyone("guests order without an account"),
  params: BySlug,
  cookies: GuestCookie,
  body: Basket,
  limit: QUOTE_LIMIT,
  returns: {
    200: Quote,
    409: problems(ORDER_CONFLICTS),
    422: problems(ORDER_UNFIT),
  },
});

export const OrderSlip = z
  .object({
    quoteId: z.string().max(60_000).optional(),
    location: BySlug.shape.slug.optional().meta({ description: "Without a quote; the first place unless said." }),
    ...WANTED,
    orderType: WANTED.orderType.unwrap().optional(),
    tip: WANTED.tip.unwrap().optional(),
    lines: Lines.optional(),
    contact: z.object({
      name: plainText(80).pipe(z.string().min(1)),
      phone: phoneNumber()
        .optional()
        .meta({ description: "This or, where the place writes e-mail, `email` is needed, but not at a table." }),
      email: emailAddress().optional(),
    }),
    orderNote: plainText(500, { multiline: true }).optional(),
    allergyNote: plainText(300).optional(),
    consentSms: z.boolean().optional().meta({ description: "Whether the guest wants to be texted." }),
    language: z.enum(LANGUAGES).optional().meta({
      description: "What the guest is written to in; what Accept-Language says, or the place speaks, unless said.",
    }),
    payment: z
      .object({ mode: z.enum(["online", "counter"]), provider: z.enum(PAYMENT_PROVIDERS).optional() })
      .optional()
      .meta({ description: "At the counter, unless said." }),
  })
  .refine(
    ({ quoteId, lines, orderType, tableToken, address, requestedAt, tip, location }) =>
      quoteId === undefined
        ? lines !== undefined
        : [lines, orderType, tableToken, address, requestedAt, tip, location].every((part) => part === undefined),
    { message: "Give a quote alone, or the lines.", path: ["lines"] },
  )
  .refine((slip) => slip.quoteId !== undefined || fitsType({ ...slip, orderType: slip.orderType ?? "pickup" }), {
    message: SERVED,
    path: ["orderType"],
  });
export type OrderSlip = z.infer<typeof OrderSlip>;

export const PlacedOrder = z.object({
  order: z.object({
    id: z.uuid(),
    number: z.int(),
    state: z.string(),
    paymentState: z.enum(PAYMENT_STATES),
    total: Money,
  }),
  trackUrl: z.url(),
});
export type PlacedOrder = z.infer<typeof PlacedOrder>;

export const placeOrder = contract({
  method: "POST",
  path: "/api/v1/orders",
  summary: "Place an order: one that was quoted, or at the prices as they stand",
  tags: ["ordering"],
  allow: anyone("guests order without an account"),
  cookies: OrderCookies,
  headers: OrderHeaders,
  body: OrderSlip,
  // `LIMIT_ORDERS` holds for an address; the handler counts 5 in ten minutes for a guest's browser or a customer.
  idempotent: true,
  returns: {
    201: PlacedOrder,
    409: problems(
      { ...ORDER_CONFLICTS, ...PRICE_CHANGED, ...IDEMPOTENCY_RUNNING },
      { price_changed: z.object({ quote: Quote }) },
    ),
    422: problems({ ...ORDER_UNFIT, ...CONTACT_REQUIRED, ...IDEMPOTENCY_MISMATCH }, { contact_required: FieldErrors }),
    503: problems({ provider_unavailable: "That way of paying is not to be had right now." }),
  },
});

export const scanTable = contract({
  method: "POST",
  path: "/api/v1/locations/{slug}/tables/scan",
  summary: "What a table's printed code stands for, until the table is cleared",
  tags: ["ordering"],
  allow: anyone("the code on the table is the credential"),
  params: BySlug,
  body: z.object({ code: z.string().regex(/^[A-Za-z0-9_-]{22,128}$/) }),
  limit: "30 per 10 minutes by address",
  returns: { 200: z.object({ tableToken: z.string(), label: z.string(), expiresAt: z.iso.datetime() }) },
});
