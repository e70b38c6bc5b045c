/** Finds the order behind a link; whoever tries one link after another hears less and less often that it was none. */
import { setTimeout as after } from "node:timers/promises";
import { type Refusal, type RequestHead, refuse } from "cloche";
import { addressOf } from "./guest-limits.js";
import type { OrderDesk } from "./order-desk.js";
import { type OrderRow, readTrackedOrder } from "./orders.store.js";
import { trackHash } from "./track-token.js";

const NO_ORDER = refuse("not_found", { reason: "track_token_unknown" });
const GUESSED = refuse("not_found", { reason: "track_tokens_tried" });
/** With the address's limit above it, no address holds more than a handful of answers. */
const HELD_MILLISECONDS = 2000;

/** The order, or why there is none: links that were never given out, have ended, or belong to nobody are all alike. */
export async function orderOfLink(
  { db, limits }: Pick<OrderDesk, "db" | "limits">,
  token: string,
  request: RequestHead,
): Promise<OrderRow | Refusal> {
  const hash = trackHash(token);
  const order = await readTrackedOrder(db, hash);
  if (order !== undefined) return (await limits.take("link", hash)) ?? order;
  if ((await limits.take("wrongLink", addressOf(request))) === undefined) return NO_ORDER;
  // The same answer as ever, but late: who guesses is not told that they are counted, and their own link still opens.
  await after(HELD_MILLISECONDS);
  return GUESSED;
}
