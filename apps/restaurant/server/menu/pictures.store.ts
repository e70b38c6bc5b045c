/** Keeps the pictures of dishes. */
import type { Kysely, Transaction } from "kysely";
import { type Database, newId } from "../platform/index.js";
import type { Sized } from "./pictures.js";
import type { At } from "./shelf.js";

/** How long a picture that was taken down is still served to pages that are open: a day. */
const LEFT_KEPT_MILLISECONDS = 86_400_000;

/** A picture to be put up. */
export interface Picture {
  readonly alt: string;
  readonly sized: readonly Sized[];
}

/** Puts a picture of an item up in the place of the one before, or only takes that down. */
export async function replacePicture(
  trx: Transaction<Database>,
  { locationId, id }: At,
  { picture, now }: { readonly picture: Picture | undefined; readonly now: Date },
): Promise<void> {
  const before = await trx.selectFrom("menu_item").select("image_id").where("id", "=", id).executeTakeFirstOrThrow();
  const image = picture === undefined ? null : await addPicture(trx, locationId, picture);
  await trx.updateTable("menu_item").set({ image_id: image }).where("id", "=", id).execute();
  if (before.image_id === null) return;
  await trx.updateTable("menu_image").set({ left_at: now }).where("id", "=", before.image_id).execute();
}

async function addPicture(trx: Transaction<Database>, locationId: string, { alt, sized }: Picture): Promise<string> {
  const id = newId();
  await trx.insertInto("menu_image").values({ id, location_id: locationId, alt }).execute();
  const rows = sized.map(({ size, bytes }) => ({ image_id: id, size, bytes: Buffer.from(bytes) }));
  await trx.insertInto("menu_image_size").values(rows).execute();
  return id;
}

/** The bytes of a picture in a size; `undefined` where there is none. */
export async function readPicture(db: Kysely<Database>, image: string, size: number): Promise<Uint8Array | undefined> {
  const found = await db
    .selectFrom("menu_image_size")
    .select("bytes")
    .where("image_id", "=", image)
    .where("size", "=", size)
    .executeTakeFirst();
  return found?.bytes;
}

/** Throws away what was taken down long enough ago. */
export async function clearPictures(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom("menu_image")
    .where("left_at", "<", new Date(now - LEFT_KEPT_MILLISECONDS))
    .execute();
}
