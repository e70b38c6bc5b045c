/** Why a delivery is not believed: every reason by its stable code, with one sentence for the log. */
import { table } from "../../kernel/index.js";

/** Every reason to refuse a delivery, in one sentence that holds nothing of the delivery itself. */
export const WEBHOOK_FAULTS = table({
  signature_missing: "The delivery carries no signature.",
  signature_malformed: "The signature is not written the way the partner writes it.",
  signature_mismatch: "No secret of the list made this signature for these bytes.",
  secret_expired: "The signature was made with a secret that is no longer valid.",
  secrets_unavailable: "The current list of secrets could not be had.",
  timestamp_missing: "The delivery does not say when it was signed.",
  timestamp_malformed: "The time of signing could not be read.",
  timestamp_stale: "The delivery was signed too long ago.",
  timestamp_future: "The delivery was signed in the future.",
  event_id_missing: "The delivery carries no identifier, and the signature covers one.",
  event_id_malformed: "The identifier could be confused with what is signed beside it.",
  target_malformed: "The request target is not a path, so the signed address cannot be told.",
  body_malformed: "The body is not in the format the signature is made over.",
  body_unsigned: "The signature does not cover the body.",
  body_digest_mismatch: "The body is not the one whose digest was signed.",
  field_malformed: "A signed field is missing or could be confused with its neighbours.",
  component_uncovered: "The signature does not cover a part of the request that it must cover.",
  component_malformed: "A part of the request that the signature covers is missing or could not be read.",
  algorithm_refused: "The delivery names an algorithm other than the agreed one.",
  certificate_untrusted: "The certificate is not one of the partner's own, or not valid now.",
  certificate_unavailable: "The partner's certificate could not be fetched.",
  sender_unlisted: "The delivery names a sender that is not on the list.",
  address_unlisted: "The delivery comes from an address that is not on the list.",
  event_unlisted: "The delivery is the partner's, and its event is not on the list.",
});

/** The stable code of a reason to refuse a delivery. */
export type WebhookFaultCode = keyof typeof WEBHOOK_FAULTS;

/** A delivery that is not believed. */
export interface WebhookFault {
  readonly fault: WebhookFaultCode;
}

const VALUES = Object.freeze(
  Object.fromEntries(Object.keys(WEBHOOK_FAULTS).map((code) => [code, Object.freeze({ fault: code })])),
) as Readonly<Record<WebhookFaultCode, WebhookFault>>;

/** The one frozen value of a fault. */
export function fault(code: WebhookFaultCode): WebhookFault {
  return VALUES[code];
}

/** Whether a verification, or any step towards it, ended in a fault. */
export function isWebhookFault(value: object): value is WebhookFault {
  return "fault" in value;
}
