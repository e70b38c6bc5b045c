/** Square: `x-square-hmacsha256-signature`, base64 HMAC-SHA256 over the notification URL and the raw body. */
import { configFault, onlyKnown } from "../../../kernel/index.js";
import { fieldOf } from "../event-id.js";
import { type HmacScheme, hmacPartner, type PartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";

/** What a user says of Square. */
export interface SquareOptions extends PartnerOptions {
  /** The notification URL exactly as the subscription has it; it is part of what is signed. */
  readonly notificationUrl: string;
}

/** The scheme of Square for one notification URL. */
export function squareScheme(notificationUrl: string): HmacScheme {
  return {
    name: "square",
    header: "x-square-hmacsha256-signature",
    encoding: "base64",
    signed: ({ body }) => [notificationUrl, body],
    eventIdOf: fieldOf("event_id"),
    minimumSecretBytes: 1,
  };
}

/**
 * Deliveries of Square.
 *
 * @param options `secrets`: the subscription's signature key; `notificationUrl`: as the subscription has it.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * square({ secrets: signatureKey, notificationUrl: "https://api.example.com/webhooks/square" });
 */
export function square(options: SquareOptions): SyncPartner {
  onlyKnown(options, ["secrets", "notificationUrl"], "square");
  const { notificationUrl, secrets } = options;
  if (!URL.canParse(notificationUrl)) {
    throw configFault("option_invalid", { where: "square.notificationUrl", fix: "Give the full notification URL." });
  }
  return hmacPartner(squareScheme(notificationUrl), { secrets });
}
