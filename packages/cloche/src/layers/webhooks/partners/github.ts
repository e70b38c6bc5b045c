/** GitHub: `X-Hub-Signature-256: sha256=...`, HMAC-SHA256 over the raw body. */
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of GitHub. */
export const GITHUB: HmacScheme = {
  name: "github",
  header: "x-hub-signature-256",
  encoding: "hex",
  prefix: "sha256=",
  // `X-GitHub-Delivery` is not signed, so the body itself is the identity.
  minimumSecretBytes: 1,
};

/**
 * Deliveries of GitHub.
 *
 * @param options `secrets`: the hook's secret.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * github({ secrets: currentSecret });
 */
export function github(options: PartnerOptions): SyncPartner {
  return hmacPartner(GITHUB, options);
}
