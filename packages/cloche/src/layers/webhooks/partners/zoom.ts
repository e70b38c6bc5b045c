/** Zoom: `x-zm-signature: v0=...`, HMAC-SHA256 over `v0:time:body`. */
import { zoomHandshake } from "../handshakes/signed.js";
import { type HmacScheme, hmacPartner, type TimedPartnerOptions } from "../hmac.js";
import { currentSecret } from "../key-ring.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Zoom. */
export const ZOOM: HmacScheme = {
  name: "zoom",
  header: "x-zm-signature",
  encoding: "hex",
  prefix: "v0=",
  timestampHeader: "x-zm-request-timestamp",
  signed: ({ timestamp, body }) => [`v0:${timestamp}:`, body],
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Zoom.
 *
 * @param options `secrets`: the secret token; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * zoom({ secrets: currentSecret });
 */
export function zoom(options: TimedPartnerOptions): SyncPartner {
  const { secrets } = options;
  const handshake = (payload: unknown) => {
    const secret = currentSecret(secrets);
    return secret === undefined ? undefined : zoomHandshake(payload, secret);
  };
  return hmacPartner({ ...ZOOM, handshake }, options);
}
