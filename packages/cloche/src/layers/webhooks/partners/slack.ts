/** Slack: `X-Slack-Signature: v0=...`, HMAC-SHA256 over `v0:time:body`. */
import { fieldOf } from "../event-id.js";
import { slackHandshake } from "../handshakes/signed.js";
import { type HmacScheme, hmacPartner, type TimedPartnerOptions } from "../hmac.js";
import type { BodyFormat, SyncPartner } from "../partner.js";

/** The scheme of Slack. */
export const SLACK: HmacScheme = {
  name: "slack",
  header: "x-slack-signature",
  encoding: "hex",
  prefix: "v0=",
  timestampHeader: "x-slack-request-timestamp",
  signed: ({ timestamp, body }) => [`v0:${timestamp}:`, body],
  eventIdOf: fieldOf("event_id"),
  handshake: slackHandshake,
  minimumSecretBytes: 1,
};

/** What a user says of Slack. */
export interface SlackOptions extends TimedPartnerOptions {
  /** `json` for events, which is the default; `form` for slash commands and interactions. */
  readonly format?: BodyFormat;
}

/**
 * Deliveries of Slack.
 *
 * @param options `secrets`: the app's signing secret; `toleranceSeconds`: 300 by default; `format`.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * slack({ secrets: signingSecret, format: "form" });
 */
export function slack({ format = "json", ...options }: SlackOptions): SyncPartner {
  return hmacPartner({ ...SLACK, format }, options);
}
