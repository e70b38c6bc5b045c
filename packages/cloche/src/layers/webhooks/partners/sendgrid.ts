/** SendGrid event webhook: ECDSA on P-256 with SHA-256, base64 of DER, over time and body. */
import { type PublicKeyOptions, type PublicKeyScheme, publicKeyPartner } from "../ed25519.js";
import type { SyncPartner } from "../partner.js";
import { p256PublicKey } from "../public-key.js";
import { publicKeyCheck } from "../signing-key.js";

/** The scheme of SendGrid. One delivery holds many events, each with an `sg_event_id` of its own. */
export const SENDGRID: PublicKeyScheme = {
  algorithm: "ECDSA",
  toCheck: (value, where) => publicKeyCheck(p256PublicKey(value, where), "sha256"),
  scheme: {
    name: "sendgrid",
    header: "x-twilio-email-event-webhook-signature",
    encoding: "base64",
    timestampHeader: "x-twilio-email-event-webhook-timestamp",
    signed: ({ timestamp, body }) => [timestamp, body],
  },
};

/**
 * Deliveries of SendGrid's event webhook.
 *
 * @param options `publicKeys`: the verification key; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a key or an option cannot be used
 * @example
 * sendgrid({ publicKeys: verificationKey });
 */
export function sendgrid(options: PublicKeyOptions): SyncPartner {
  return publicKeyPartner(SENDGRID, options);
}
