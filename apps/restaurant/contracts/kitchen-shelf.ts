/** Contracts of what a cook looks up beside the board: what is sold out, and what comes later. */
import { contract } from "cloche";
import { z } from "zod";
import { ORDER_TYPES } from "./menu.js";
import { DEVICE_ROLE, may, staff } from "./staff.js";

const LIMIT = "600 per minute by caller";
const TAGS = ["kitchen"];
const Moment = z.iso.datetime();
const STATUS = z.enum(["available", "limited", "sold_out"]);
const KIND = z.enum(["variant", "option"]);

const ShelfThing = z.object({
  kind: KIND,
  id: z.uuid(),
  name: z.string(),
  group: z.string().meta({ description: "The category of a dish, the group of an option." }),
  status: STATUS,
  remaining: z.int().nullable(),
  until: Moment.nullable(),
});

export const Shelf = z.object({
  locationId: z.uuid().meta({ description: "For `PUT /api/v1/locations/{id}/availability/{kind}/{targetId}`." }),
  things: z.array(ShelfThing),
});
export type Shelf = z.infer<typeof Shelf>;

export const kdsShelf = contract({
  method: "GET",
  path: "/api/v1/kds/shelf",
  summary: "What is made at the reader's stations, or everything for the counter, and what of it is sold out",
  tags: TAGS,
  allow: staff("owner", "manager", "cashier", "chef", DEVICE_ROLE),
  limit: LIMIT,
  returns: { 200: Shelf },
});

const Ahead = z.object({
  orderId: z.uuid(),
  orderNumber: z.int(),
  orderType: z.enum(ORDER_TYPES),
  guest: z.string(),
  course: z.int().nullable().meta({ description: "Of a course that is on hold; null is a whole order for later." }),
  fireAt: Moment.nullable().meta({ description: "When it comes to the board by itself." }),
  promisedAt: Moment.nullable(),
  lines: z.array(z.object({ name: z.string(), quantity: z.int() })),
});

export const Upcoming = z.object({ upcoming: z.array(Ahead) });
export type Upcoming = z.infer<typeof Upcoming>;

export const kdsUpcoming = contract({
  method: "GET",
  path: "/api/v1/kds/upcoming",
  summary: "What is not on the board yet: orders for later, and courses on hold",
  tags: TAGS,
  allow: may("seeTickets"),
  limit: LIMIT,
  returns: { 200: Upcoming },
});
