/** Twitch EventSub: `Twitch-Eventsub-Message-Signature: sha256=...`, HMAC-SHA256 over id, time and body. */
import { twitchHandshake } from "../handshakes/signed.js";
import { type HmacScheme, hmacPartner, type TimedPartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Twitch EventSub. */
export const TWITCH: HmacScheme = {
  name: "twitch",
  header: "twitch-eventsub-message-signature",
  encoding: "hex",
  prefix: "sha256=",
  timestampHeader: "twitch-eventsub-message-timestamp",
  timestampFormat: "rfc3339",
  eventIdHeader: "twitch-eventsub-message-id",
  signed: ({ eventId, timestamp, body }) => [eventId + timestamp, body],
  handshake: twitchHandshake,
  minimumSecretBytes: 1,
};

/**
 * Deliveries of Twitch EventSub.
 *
 * @param options `secrets`: the subscription's secret; `toleranceSeconds`: 300 by default (Twitch allows 600).
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * twitch({ secrets: currentSecret });
 */
export function twitch(options: TimedPartnerOptions): SyncPartner {
  return hmacPartner(TWITCH, options);
}
