/** Finds the order behind a link; whoever tries one link after another is heard less and less. */
import { type Refusal, type RequestHead, refuse } from "cloche";
import { addressOf } from "./guest-limits.js";
import type { OrderDesk } from "./order-desk.js";
import { type OrderRow, readTrackedOrder } from "./orders.store.js";
import { trackHash } from "./track-token.js";

const NO_ORDER = refuse("not_found", { reason: "track_token_unknown" });

/** The order, or why there is none: links that were never given out, have ended, or belong to nobody are all alike. */
export async function orderOfLink(
  { db, limits }: Pick<OrderDesk, "db" | "limits">,
  token: string,
  request: RequestHead,
): Promise<OrderRow | Refusal> {
  const order = await readTrackedOrder(db, trackHash(token));
  return order ?? (await limits.take("wrongLink", addressOf(request))) ?? NO_ORDER;
}
