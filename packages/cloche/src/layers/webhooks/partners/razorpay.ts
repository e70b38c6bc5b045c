/** Razorpay webhooks: `X-Razorpay-Signature`, hexadecimal HMAC-SHA256 over the raw body. */
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Razorpay webhooks. */
export const RAZORPAY: HmacScheme = {
  name: "razorpay",
  header: "x-razorpay-signature",
  encoding: "hex",
  // `X-Razorpay-Event-Id` is not signed: whoever replays a delivery may forge it, so the body itself is the identity.
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Razorpay webhooks.
 *
 * @param options `secrets`: the webhook secret, which is not the API key secret.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * razorpay({ secrets: currentSecret });
 */
export function razorpay(options: PartnerOptions): SyncPartner {
  return hmacPartner(RAZORPAY, options);
}
