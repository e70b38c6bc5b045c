/** Contracts of what is done to many things of a menu at once: their order, and what of them is sold out. */
import { contract, problems } from "cloche";
import { z } from "zod";
import { may } from "./staff.js";

const LIMIT = "600 per minute by caller";
const TAGS = ["menu"];
const Place = z.object({ id: z.uuid() });
const ids = z.array(z.uuid()).min(1).max(500).meta({ description: "All of them, in their new order." });
const STALE = problems({ version_conflict: "There are others by now; look again." });

export const orderCategories = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/categories/order",
  summary: "Put the categories of a place in order",
  tags: TAGS,
  allow: may("editMenu"),
  params: Place,
  body: z.object({ ids }),
  limit: LIMIT,
  returns: { 200: z.object({ ids: z.array(z.uuid()) }), 412: STALE },
});

export const orderItems = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/items/order",
  summary: "Put the items of a category in order, and one of another category among them",
  tags: TAGS,
  allow: may("editMenu"),
  params: Place,
  body: z.object({
    categoryId: z.uuid(),
    ids,
    movedId: z.uuid().optional().meta({ description: "The one of `ids` that is in another category as yet." }),
  }),
  limit: LIMIT,
  returns: { 200: z.object({ ids: z.array(z.uuid()) }), 412: STALE },
});

export const orderVariants = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/variants/order",
  summary: "Put the variants of an item in order",
  tags: TAGS,
  allow: may("editMenu"),
  params: Place,
  body: z.object({ itemId: z.uuid(), ids }),
  limit: LIMIT,
  returns: { 200: z.object({ ids: z.array(z.uuid()) }), 412: STALE },
});

export const setAvailabilities = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/availability",
  summary: "Say of many things that they are sold out, or back; of all of them or of none",
  tags: TAGS,
  allow: may("markSoldOut"),
  params: Place,
  body: z.object({
    targets: z
      .array(z.object({ kind: z.enum(["variant", "option"]), targetId: z.uuid() }))
      .min(1)
      .max(200),
    status: z.enum(["available", "sold_out"]),
    until: z.iso.datetime().optional(),
  }),
  limit: "120 per minute by caller",
  returns: { 200: z.object({ changed: z.int() }) },
});
