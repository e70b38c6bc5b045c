/** Contracts of the pictures of dishes: put up by whoever keeps the menu, and served from here in a few fixed sizes. */
import { anyone, bytes, contract, nothing, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { items, STALE, Thing } from "./menu-admin.js";
import { IfMatch } from "./orders-commands.js";
import { may } from "./staff.js";

/** The most bytes of a file: what telephones make. */
export const IMAGE_BYTES = 12_000_000;
/** The sizes in pixels: squares for a row of the menu on plain and on dense screens, and the width of a whole picture. */
export const IMAGE_SIZES = ["96", "192", "960"] as const;

const TAGS = ["menu"];
const PATH = "/api/v1/locations/{id}/items/{thingId}/image";

export const IMAGE_UNFIT = {
  image_unreadable: "This is no whole picture.",
  image_too_large: "This picture has too many pixels.",
} as const;

export const putItemImage = contract({
  method: "PUT",
  path: PATH,
  summary: "Put up a picture of an item; it is made anew in the sizes it is shown in, without what the camera noted",
  tags: TAGS,
  allow: may("editMenu"),
  params: Thing,
  headers: IfMatch,
  body: z.object({
    picture: z.file(),
    alt: plainText(200, { min: 1 }).meta({ description: "What is to be seen, for whoever does not see it." }),
  }),
  accepts: ["multipart"],
  files: { types: ["image/jpeg", "image/png", "image/webp"], count: 1, maxBytes: IMAGE_BYTES },
  maxBodyBytes: IMAGE_BYTES + 8192,
  limit: ["60 per minute by caller", "2 at once by caller"],
  returns: { 200: items.View, 412: STALE, 422: problems(IMAGE_UNFIT) },
});

export const removeItemImage = contract({
  method: "DELETE",
  path: PATH,
  summary: "Take the picture of an item down",
  tags: TAGS,
  allow: may("editMenu"),
  params: Thing,
  headers: IfMatch,
  limit: "600 per minute by caller",
  returns: { 200: items.View, 412: STALE },
});

export const menuImage = contract({
  method: "GET",
  path: "/images/{image}/{size}",
  summary: "A picture of the menu; what it shows never changes, since another picture has another id",
  tags: ["ordering"],
  allow: anyone("the menu is public, and so are its pictures"),
  params: z.object({ image: z.uuid(), size: z.enum(IMAGE_SIZES) }),
  headers: z.object({ "if-none-match": z.string().max(200).optional() }),
  limit: "3000 per minute by address",
  returns: { 200: bytes("image/webp"), 304: nothing() },
});
