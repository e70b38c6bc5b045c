/** Contracts of the menu as guests see it. */
import { anyone, contract, nothing } from "cloche";
import { z } from "zod";
import { Money, PAYMENT_PROVIDERS } from "./money.js";

/** The kinds of orders a place may take. */
export const ORDER_TYPES = ["dine_in", "pickup", "delivery"] as const;

/** How a place is named in an address. */
export const BySlug = z.object({ slug: z.string().regex(/^[a-z0-9-]{2,64}$/) });

const Option = z.object({ id: z.uuid(), name: z.string(), price: Money, allergens: z.array(z.string()) });
const OptionGroup = z.object({
  id: z.uuid(),
  name: z.string(),
  min: z.int(),
  max: z.int(),
  maxPerOption: z.int(),
  options: z.array(Option),
});
const BackAt = z.iso.datetime().nullable().meta({ description: "When it is sold again, where that is known." });
const Variant = z.object({ id: z.uuid(), name: z.string(), price: Money, available: z.boolean(), backAt: BackAt });
const path = z.string().meta({ description: "A path of this server; WebP." });
const Image = z.object({
  alt: z.string().meta({ description: "What is to be seen." }),
  src: path,
  srcDense: path.meta({ description: "The same for screens with two pixels to each." }),
  large: path,
});
const Item = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  price: Money.meta({ description: "The first variant's." }),
  categoryId: z.uuid(),
  allergens: z.array(z.string()),
  diets: z.array(z.string()),
  image: Image.nullable().meta({ description: "A square of 96 pixels, and a whole picture 960 pixels wide." }),
  available: z.boolean(),
  backAt: BackAt,
  variants: z.array(Variant),
  optionGroups: z.array(OptionGroup),
});

export const Menu = z.object({
  restaurant: z.object({
    name: z.string(),
    slug: z.string(),
    currency: z.string(),
    taxInclusive: z.boolean().meta({ description: "Whether the prices hold the tax already." }),
  }),
  categories: z.array(z.object({ id: z.uuid(), name: z.string() })),
  items: z.array(Item),
});
export type Menu = z.infer<typeof Menu>;
export type MenuItem = Menu["items"][number];

const Known = z.object({ "if-none-match": z.string().max(200).optional() });
const RETURNS = { 200: Menu, 304: nothing() };
/** Open pages read again and again, and guests at the tables share the house's one address. */
const LIMIT = "240 per minute by address";

export const readMenu = contract({
  method: "GET",
  path: "/api/v1/menu",
  summary: "The menu of the first place",
  tags: ["ordering"],
  allow: anyone("the menu is public"),
  headers: Known,
  limit: LIMIT,
  returns: RETURNS,
});

export const readMenuOf = contract({
  method: "GET",
  path: "/api/v1/locations/{slug}/menu",
  summary: "The menu of a place, and what of it can be had right now",
  tags: ["ordering"],
  allow: anyone("the menu is public"),
  params: BySlug,
  headers: Known,
  limit: LIMIT,
  returns: RETURNS,
});

/** A time of some days of the week, in the place's own time. */
export const WeeklyTimes = z.object({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: "1 is Monday." }),
  fromMinute: z.int().min(0).max(1439).meta({ description: "Minutes since midnight." }),
  toMinute: z.int().min(0).max(1440).meta({ description: "Before `fromMinute`: the next day." }),
});

export const Location = z.object({
  name: z.string(),
  slug: z.string(),
  currency: z.string(),
  timezone: z.string(),
  businessDate: z.iso.date().meta({ description: "The business day it is now; it ends some time after midnight." }),
  open: z.boolean(),
  pausedUntil: z.iso.datetime().nullable(),
  busyMinutes: z.int().meta({ description: "What the place adds to every promise right now." }),
  hours: z.array(WeeklyTimes).meta({ description: "Always open, where there are none." }),
  orderTypes: z.array(z.enum(ORDER_TYPES)),
  payLaterTypes: z.array(z.enum(ORDER_TYPES)).meta({ description: "What may be paid when it is handed over." }),
  payLaterNeedsPhone: z.boolean().meta({ description: "Whether who pays later signs in first; not at a table." }),
  payWith: z.array(z.enum(PAYMENT_PROVIDERS)).meta({ description: "Whom guests may pay through online." }),
  phone: z.string().nullable().meta({ description: "What guests call." }),
  address: z.string().nullable(),
  byMail: z.boolean().meta({ description: "Whether who gives an e-mail address is written to about their order." }),
  signIn: z
    .boolean()
    .meta({ description: "Whether codes to sign in by can be texted; e-mailed, where `byMail` says so." }),
  deliveryZones: z.array(z.object({ name: z.string(), postcodes: z.array(z.string()), fee: Money, minimum: Money })),
  slots: z
    .array(z.object({ orderType: z.enum(ORDER_TYPES), startsAt: z.iso.datetime(), free: z.boolean() }))
    .meta({ description: "The next ones; of those that are full it is said so." }),
});
export type Location = z.infer<typeof Location>;

export const Places = z.object({
  places: z.array(
    z.object({ name: z.string(), slug: z.string(), address: z.string().nullable(), open: z.boolean() }).meta({
      description: "A place that takes orders; what more there is to know of it is told by its slug.",
    }),
  ),
});
export type Places = z.infer<typeof Places>;

export const listPlaces = contract({
  method: "GET",
  path: "/api/v1/locations",
  summary: "The places that take orders of guests, by name",
  tags: ["ordering"],
  allow: anyone("where to order is public"),
  limit: LIMIT,
  returns: { 200: Places },
});

export const readLocation = contract({
  method: "GET",
  path: "/api/v1/locations/{slug}",
  summary: "A place: its hours, what it takes, and the next slots",
  tags: ["ordering"],
  allow: anyone("where and when to order is public"),
  params: BySlug,
  limit: LIMIT,
  returns: { 200: Location },
});
