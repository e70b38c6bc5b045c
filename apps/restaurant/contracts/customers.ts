/** Contracts of customers: signing in by a code that is texted or e-mailed, and what is theirs. */
import { anyone, contract, nothing, problems } from "cloche";
import { limit } from "cloche/rate-limit";
import { emailAddress, phoneNumber, plainText } from "cloche/sanitize";
import { z } from "zod";
import { GuestData } from "./guests.js";
import { LANGUAGES } from "./languages.js";
import { BySlug, ORDER_TYPES } from "./menu.js";
import { Money } from "./money.js";
import { Address, ORDER_STATES, PAYMENT_STATES } from "./orders.js";
import { may } from "./staff.js";

/** The one way a customer is known: by a cookie of their own, which no route for the people who work here looks at. */
export const CUSTOMER = ["customer"] as const;

/** How many digits a code has, and how often it can be tried. */
export const CODE_DIGITS = 6;
export const CODE_TRIES = 5;
/** How many addresses are kept. */
const MOST_ADDRESSES = 5;

/**
 * A number is somebody's telephone, who must not be rung all day, and an address their mailbox; each text costs. Counted
 * together, whatever the code is for.
 */
const CODE_LIMITS = [
  limit("1 per minute by body:to", { name: "code-number-minute" }),
  limit("5 per day by body:to", { name: "code-number-day" }),
] as const;

/** `to` is the one or the other, as it is counted by. */
const CodeWish = z
  .object({
    phone: phoneNumber().optional(),
    email: emailAddress().toLowerCase().optional().meta({ description: "Where the place writes e-mail." }),
    location: BySlug.shape.slug.optional(),
    language: z
      .enum(LANGUAGES)
      .optional()
      .meta({ description: "What the code is sent in; what Accept-Language says, or the place speaks, unless said." }),
  })
  .refine(({ phone, email }) => (phone === undefined) !== (email === undefined), "Give the phone or the e-mail.")
  .transform((wish) => ({ ...wish, to: wish.email ?? wish.phone ?? "" }));

const Challenge = z.object({
  challenge: z.uuid().meta({ description: "To be given with the code; it stands for this request alone." }),
  expiresIn: z.int().meta({ description: "Seconds." }),
});
const CodeProof = z.object({ challenge: z.uuid(), code: z.string().regex(/^\d{6}$/) });
const CODE_WRONG = { code_wrong: "This code is wrong, has been used, or is too old." };

export const sendCode = contract({
  method: "POST",
  path: "/api/v1/auth/customer/otp",
  summary: "Have a code texted or e-mailed to sign in by; the answer is the same whoever the address belongs to",
  tags: ["customers"],
  allow: anyone("a code is how a customer becomes known"),
  headers: z.object({ "accept-language": z.string().max(500).optional().catch(undefined) }),
  body: CodeWish,
  limit: ["10 per day by address", ...CODE_LIMITS],
  returns: { 202: Challenge },
});

/** A customer's session lives in cookies that no script can read. */
export const CustomerSession = z.object({ expiresIn: z.int().meta({ description: "Seconds." }) });

const RefreshCookie = z.object({ "__Host-customer-refresh": z.string().max(512).optional() });

export const verifyCode = contract({
  method: "POST",
  path: "/api/v1/auth/customer/otp/verify",
  summary: "Sign in with the code that was sent",
  tags: ["customers"],
  allow: anyone("the code is the credential"),
  cookies: RefreshCookie,
  body: CodeProof.extend({
    device: plainText(60).optional().meta({ description: "What its user knows the device by." }),
  }),
  limit: "30 per hour by address",
  returns: {
    200: CustomerSession,
    401: problems(CODE_WRONG),
  },
});

export const refreshCustomer = contract({
  method: "POST",
  path: "/api/v1/auth/customer/refresh",
  summary: "Go on with a customer's session",
  tags: ["customers"],
  allow: anyone("the refresh cookie is the credential, and its route checks it"),
  cookies: RefreshCookie,
  limit: "240 per 15 minutes by address",
  returns: { 200: CustomerSession, 401: problems({ session_ended: "The session has ended; sign in again." }) },
});

export const leaveCustomer = contract({
  method: "POST",
  path: "/api/v1/auth/customer/logout",
  summary: "End a customer's session",
  tags: ["customers"],
  allow: anyone("ending a session needs nothing but the session"),
  cookies: RefreshCookie,
  limit: "240 per 15 minutes by address",
  returns: { 204: nothing() },
});

const own = {
  tags: ["customers"],
  allow: may("ownAccount"),
  via: CUSTOMER,
  limit: "120 per minute by caller",
} as const;

export const Profile = z.object({
  id: z.uuid(),
  phone: z.string().nullable().meta({ description: "Proved, as `email` is; one of them is there, or both." }),
  email: z.string().nullable(),
  name: z.string().nullable(),
  addresses: z.array(Address).meta({ description: "The last used first." }),
});
export type Profile = z.infer<typeof Profile>;

export const readProfile = contract({
  ...own,
  method: "GET",
  path: "/api/v1/customer",
  summary: "What is kept of a customer",
  returns: { 200: Profile },
});

export const changeProfile = contract({
  ...own,
  method: "PATCH",
  path: "/api/v1/customer",
  summary: "Change the name or the addresses; what is not named stays",
  body: z.object({
    name: plainText(80).nullable().optional(),
    addresses: z.array(Address).max(MOST_ADDRESSES).optional(),
  }),
  returns: { 200: Profile },
});

const PRESENT = { address_present: "The account has one of these already." } as const;

export const sendOwnCode = contract({
  ...own,
  method: "POST",
  path: "/api/v1/customer/otp",
  summary: "Have a code sent to a number or an address that the account is to be known by as well",
  allow: may("addAddress"),
  headers: z.object({ "accept-language": z.string().max(500).optional().catch(undefined) }),
  body: CodeWish,
  limit: ["5 per day by caller", ...CODE_LIMITS],
  returns: { 202: Challenge, 409: problems(PRESENT) },
});

export const addAddress = contract({
  ...own,
  method: "POST",
  path: "/api/v1/customer/otp/verify",
  summary: "Add what the code was sent to; whoever is signed in elsewhere signs in anew there",
  body: CodeProof,
  limit: "30 per hour by caller",
  returns: {
    200: Profile,
    403: problems(CODE_WRONG),
    409: problems({ ...PRESENT, address_taken: "This belongs to another account; sign in by it to use that one." }),
  },
});

export const eraseProfile = contract({
  ...own,
  method: "DELETE",
  path: "/api/v1/customer",
  summary: "Forget a customer: their orders stay for the books, without anything personal",
  limit: "20 per hour by caller",
  returns: { 204: nothing(), 409: problems({ order_open: "An order of yours is not over yet." }) },
});

const OwnOrder = z.object({
  id: z.uuid(),
  place: z.string(),
  timezone: z.string(),
  number: z.int(),
  businessDate: z.iso.date(),
  orderType: z.enum(ORDER_TYPES),
  state: z.enum(ORDER_STATES),
  paymentState: z.enum(PAYMENT_STATES),
  total: Money,
  placedAt: z.iso.datetime(),
  lines: z.array(z.object({ name: z.string(), quantity: z.int() })),
  trackUrl: z.url(),
});
export type OwnOrder = z.infer<typeof OwnOrder>;

export const listOwnOrders = contract({
  ...own,
  method: "GET",
  path: "/api/v1/customer/orders",
  summary: "What a customer has ordered while signed in, newest first",
  query: z.object({
    cursor: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  returns: { 200: z.object({ orders: z.array(OwnOrder), next: z.uuid().nullable() }) },
});

export const exportProfile = contract({
  ...own,
  method: "GET",
  path: "/api/v1/customer/export",
  summary: "Everything that is kept of a customer",
  limit: "20 per hour by caller",
  returns: { 200: GuestData.extend({ profile: Profile.extend({ since: z.iso.datetime() }) }) },
});
