/** Paddle Billing: `Paddle-Signature: ts=...;h1=...`, HMAC-SHA256 over `ts:body`. */
import { fieldOf } from "../event-id.js";
import type { TimedPartnerOptions } from "../hmac.js";
import { type PairedScheme, pairedPartner } from "../paired-header.js";
import type { SyncPartner } from "../partner.js";

/** Paddle's scheme. */
export const PADDLE: PairedScheme = {
  name: "paddle",
  header: "paddle-signature",
  separator: ";",
  timestampKey: "ts",
  signatureKey: "h1",
  joint: ":",
  eventIdOf: fieldOf("event_id"),
};

/**
 * Deliveries of Paddle Billing.
 *
 * @param options `secrets`: the notification destination's; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * paddle({ secrets: paddleSecret });
 */
export function paddle(options: TimedPartnerOptions): SyncPartner {
  return pairedPartner(PADDLE, options);
}
