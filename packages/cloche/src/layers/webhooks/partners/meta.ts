/** Meta (Facebook, Instagram, WhatsApp): `X-Hub-Signature-256: sha256=...`, HMAC-SHA256 over the raw body. */
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Meta. */
export const META: HmacScheme = {
  name: "meta",
  header: "x-hub-signature-256",
  encoding: "hex",
  prefix: "sha256=",
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Meta.
 *
 * @param options `secrets`: the app secret.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * meta({ secrets: currentSecret });
 */
export function meta(options: PartnerOptions): SyncPartner {
  return hmacPartner(META, options);
}
