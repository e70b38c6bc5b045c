/** Contracts of what a place holds about a guest: hand it over, or forget it (GDPR articles 15 and 17). */
import { contract, problems } from "cloche";
import { emailAddress, phoneNumber } from "cloche/sanitize";
import { z } from "zod";
import { PEOPLE } from "./auth.js";
import { Money } from "./money.js";
import { Address } from "./orders.js";
import { may } from "./staff.js";

/** In the body, since an address of a page ends up in logs. */
const Guest = z
  .object({ phone: phoneNumber().optional(), email: emailAddress().toLowerCase().optional() })
  .refine(({ phone, email }) => (phone === undefined) !== (email === undefined), "Give the phone or the e-mail.");

const base = {
  method: "POST",
  tags: ["guests"],
  allow: may("exportData"),
  via: PEOPLE,
  params: z.object({ id: z.uuid() }),
  body: Guest,
  limit: "30 per hour by caller",
} as const;

export const GuestData = z.object({
  orders: z.array(
    z.object({
      number: z.int(),
      businessDate: z.iso.date(),
      state: z.string(),
      name: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      address: Address.nullable(),
      orderNote: z.string().nullable(),
      allergyNote: z.string().nullable(),
      total: Money,
      lines: z.array(z.object({ name: z.string(), quantity: z.int(), note: z.string().nullable() })),
    }),
  ),
});
export type GuestData = z.infer<typeof GuestData>;

/** What a customer keeps with the house, for a guest who has an account. */
const Account = z.object({
  phone: z.string().nullable().meta({ description: "What was proved, as `email` was." }),
  email: z.string().nullable(),
  name: z.string().nullable(),
  addresses: z.array(Address),
  since: z.iso.datetime(),
});

export const exportGuest = contract({
  ...base,
  path: "/api/v1/locations/{id}/guests/export",
  summary: "Everything a place holds about a guest",
  returns: {
    200: GuestData.extend({
      account: Account.nullable().meta({
        description:
          "The account of the number or address; not shown to a place that never served it while others have.",
      }),
    }),
  },
});

export const eraseGuest = contract({
  ...base,
  path: "/api/v1/locations/{id}/guests/erase",
  summary: "Forget who a guest is, and their account: the orders stay for the books, without anything personal",
  returns: {
    200: z.object({
      orders: z.int().meta({ description: "How many orders name them no more." }),
      account: z.enum(["none", "erased", "kept"]).meta({
        description: "What became of the account: it is kept where orders of another place are in it.",
      }),
    }),
    409: problems({ order_open: "An order of theirs is not over yet." }),
  },
});
