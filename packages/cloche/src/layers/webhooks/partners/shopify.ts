/** Shopify: `X-Shopify-Hmac-SHA256`, base64 HMAC-SHA256 over the raw body. */
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Shopify. */
export const SHOPIFY: HmacScheme = {
  name: "shopify",
  header: "x-shopify-hmac-sha256",
  encoding: "base64",
  // `X-Shopify-Webhook-Id` is not signed, so the body itself is the identity.
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Shopify.
 *
 * @param options `secrets`: the app's client secret.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * shopify({ secrets: currentSecret });
 */
export function shopify(options: PartnerOptions): SyncPartner {
  return hmacPartner(SHOPIFY, options);
}
