/** Lemon Squeezy: `X-Signature`, hexadecimal HMAC-SHA256 over the raw body. */
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Lemon Squeezy. */
export const LEMON_SQUEEZY: HmacScheme = {
  name: "lemon-squeezy",
  header: "x-signature",
  encoding: "hex",
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Lemon Squeezy.
 *
 * @param options `secrets`: the signing secret of the webhook.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * lemonSqueezy({ secrets: currentSecret });
 */
export function lemonSqueezy(options: PartnerOptions): SyncPartner {
  return hmacPartner(LEMON_SQUEEZY, options);
}
