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

/** Who asks, as far as that is known. */
export interface Asking {
  readonly cookies: GuestCookie;
  readonly customerId: SignedIn["id"] | undefined;
}

/** The customer, or the guest's browser, as one that keys and counts belong to; `undefined` where nothing tells. */
export function guestOf({ cookies, customerId }: Asking): string | undefined {
  const id = cookies[NAME];
  if (customerId !== undefined) return `customer:${customerId}`;
  return id === undefined ? undefined : `guest:${createHash("sha256").update(id).digest("base64url")}`;
}

/** The key in the guest's scope; of the address, where nothing tells who asks. */
export function scopedToGuest(
  idempotency: Idempotency | undefined,
  guest: string | undefined,
): Idempotency | undefined {
  return idempotency === undefined || guest === undefined ? idempotency : { ...idempotency, scope: guest };
}

/** The key in the scope of the one order whose unguessable token the caller holds. */
export function scopedToOrder(idempotency: Idempotency | undefined, orderId: string): Idempotency | undefined {
  return idempotency === undefined ? undefined : { ...idempotency, scope: `track:${orderId}` };
}
