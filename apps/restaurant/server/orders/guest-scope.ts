/** Whose an Idempotency-Key of a guest is: the guest's own browser's, wherever it is, and not everybody's at one address. */
import { createHash, randomBytes } from "node:crypto";
import { hostCookie, type Idempotency } from "cloche";
import type { GuestCookie } from "../../contracts/index.js";
import type { SignedIn } from "./wish.js";

const NAME = "__Host-guest";
const DAY_SECONDS = 86_400;

/** The cookie for a browser that has none; it tells browsers apart for a day, and is no credential. */
export function guestCookieFor(cookies: GuestCookie): { readonly "set-cookie"?: string } {
  if (cookies[NAME] !== undefined) return {};
  const id = randomBytes(16).toString("base64url");
  return { "set-cookie": hostCookie("guest", id, { maxAgeSeconds: DAY_SECONDS }) };
}

/** Who sends the key, as far as that is known. */
export interface KeySender {
  readonly cookies: GuestCookie;
  readonly customerId: SignedIn["id"] | undefined;
}

/** The key in the scope of the customer, or of the guest's browser; of the address, where it carries no cookie. */
export function scopedToGuest(
  idempotency: Idempotency | undefined,
  { cookies, customerId }: KeySender,
): Idempotency | undefined {
  const id = cookies[NAME];
  if (idempotency !== undefined && customerId !== undefined) {
    return { ...idempotency, scope: `customer:${customerId}` };
  }
  if (idempotency === undefined || id === undefined) return idempotency;
  return { ...idempotency, scope: `guest:${createHash("sha256").update(id).digest("base64url")}` };
}

/** The key in the scope of the one order whose unguessable token the caller holds. */
export function scopedToOrder(idempotency: Idempotency | undefined, orderId: string): Idempotency | undefined {
  return idempotency === undefined ? undefined : { ...idempotency, scope: `track:${orderId}` };
}
