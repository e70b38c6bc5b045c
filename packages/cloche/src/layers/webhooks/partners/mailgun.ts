/** Mailgun: HMAC-SHA256 over a time and a token that stand in the body beside the event. */
import { configFault, onlyKnown } from "../../../kernel/index.js";
import { asObject, bodyObject, member, textMember } from "../body-json.js";
import { ENCODINGS } from "../encodings.js";
import { partnerOf } from "../engine.js";
import { fault, type WebhookFault } from "../faults.js";
import type { TimedPartnerOptions } from "../hmac.js";
import { keyRing } from "../key-ring.js";
import type { Delivery, SyncPartner } from "../partner.js";
import { type Claim, hmacCheck } from "../signing-key.js";
import { TIMESTAMP_FORMATS, toleranceOption } from "../timestamps.js";

/** What a user says of Mailgun. */
export interface MailgunOptions extends TimedPartnerOptions {
  /**
   * Must be said: Mailgun signs a time and a token, not the event. That the event is Mailgun's rests on TLS and on the
   * token being used once, so keep a replay store behind it and treat the event as a hint.
   */
  readonly unsignedEvent: "accepted";
}

// The length is fixed, so that no digit can move between the two texts that are signed one after the other.
const TOKEN = /^[0-9a-f]{50}$/;
const ANY = /^[\s\S]{1,64}$/;

/**
 * Deliveries of Mailgun.
 *
 * @param options `secrets`: the HTTP webhook signing key; `toleranceSeconds`: 300 by default; `unsignedEvent`.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * mailgun({ secrets: webhookSigningKey, unsignedEvent: "accepted" });
 */
export function mailgun(options: MailgunOptions): SyncPartner {
  onlyKnown(options, ["secrets", "toleranceSeconds", "unsignedEvent"], "mailgun");
  if (options.unsignedEvent !== "accepted") {
    throw configFault("option_invalid", {
      where: "mailgun.unsignedEvent",
      fix: 'Say "accepted": Mailgun signs a time and a token, and not the event beside them.',
    });
  }
  return partnerOf({
    name: "mailgun",
    format: "json",
    signatureHeaders: [],
    description: "HMAC signature of mailgun over a time and a token inside the body.",
    keys: keyRing(options.secrets, {
      where: "mailgun.secrets",
      toCheck: (value) => hmacCheck("sha256", Buffer.from(value, "utf8")),
    }),
    read: readMailgun,
    toleranceSeconds: toleranceOption(options.toleranceSeconds, "mailgun"),
  });
}

function readMailgun({ bytes }: Delivery): Claim | WebhookFault {
  const body = bodyObject(bytes);
  if (body === undefined) return fault("body_malformed");
  const block = asObject(member(body, "signature"));
  const written = textMember(block, "signature", ANY);
  if (written === undefined) return fault("signature_missing");
  const signature = ENCODINGS.hex(written);
  if (signature === undefined) return fault("signature_malformed");
  const time = textMember(block, "timestamp", ANY);
  if (time === undefined) return fault("timestamp_missing");
  const signedAt = TIMESTAMP_FORMATS.seconds.read(time);
  if (signedAt === undefined) return fault("timestamp_malformed");
  const token = textMember(block, "token", TOKEN);
  if (token === undefined) return fault("event_id_malformed");
  return { signatures: [signature], content: [time, token], signedAt, eventId: token };
}
