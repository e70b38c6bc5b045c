/** PayPal: RSA-SHA256 by a certificate over transmission id, time, webhook id and the CRC-32 of the raw body. */
import { crc32 } from "node:zlib";
import { configFault, oneOf, onlyKnown, wholeNumber } from "../../../kernel/index.js";
import { type CertifiedClaim, certificatePartner } from "../certificates/certificate-partner.js";
import { type CertificateSource, certificateStore } from "../certificates/certificate-store.js";
import { ENCODINGS } from "../encodings.js";
import { fault, type WebhookFault } from "../faults.js";
import type { Delivery, Partner } from "../partner.js";
import { EVENT_ID, readHeader, SIGNATURE, TIMESTAMP } from "../read-header.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";

/** What a user says of PayPal. */
export interface PaypalOptions {
  /** The webhook's id as the developer dashboard shows it; it is part of what is signed. */
  readonly webhookId: string;
  /** `live` by default; the sandbox has hosts of its own, which live does not believe. */
  readonly environment?: "live" | "sandbox";
  /** Where certificates come from; PayPal's own host by default. */
  readonly certificates?: CertificateSource;
  /** Seconds that the time of transmission may lie before or after now; three days, as long as PayPal retries. */
  readonly toleranceSeconds?: number;
}

/** The headers of a delivery. */
export const PAYPAL_HEADERS = {
  signature: "paypal-transmission-sig",
  id: "paypal-transmission-id",
  time: "paypal-transmission-time",
  certificate: "paypal-cert-url",
  algorithm: "paypal-auth-algo",
} as const;

const THREE_DAYS = 259_200;
const ADDRESSES = {
  live: /^https:\/\/api(?:-m)?\.paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9-]{1,80}$/,
  sandbox: /^https:\/\/api(?:-m)?\.sandbox\.paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9-]{1,80}$/,
};
const WEBHOOK_ID = /^[A-Za-z0-9]{1,50}$/;
const TRANSMISSION_ID = /^[A-Za-z0-9-]{1,64}$/;

/**
 * Deliveries of PayPal.
 *
 * The body is signed through its CRC-32 alone, which whoever holds one genuine delivery can keep while changing the
 * body. So the transmission's id is the identity, never one inside the body: one transmission is worked once.
 *
 * @param options `webhookId`, `environment`, `certificates`, `toleranceSeconds`
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * paypal({ webhookId: "8PT597110X687430LKGECATA" });
 */
export function paypal(options: PaypalOptions): Partner {
  onlyKnown(options, ["webhookId", "environment", "certificates", "toleranceSeconds"], "paypal");
  const { webhookId, certificates: source, toleranceSeconds = THREE_DAYS } = options;
  if (typeof webhookId !== "string" || !WEBHOOK_ID.test(webhookId)) {
    throw configFault("option_invalid", { where: "paypal.webhookId", fix: "Give the id that PayPal shows." });
  }
  const environment = oneOf(options.environment ?? "live", ["live", "sandbox"], "paypal.environment");
  const { signature, id, time, certificate, algorithm } = PAYPAL_HEADERS;
  return certificatePartner({
    name: "paypal",
    format: "json",
    signatureHeaders: [signature, id, time, certificate, algorithm],
    description: "RSA signature of paypal over transmission id, time, webhook id and the body's CRC-32.",
    certificates: certificateStore({ address: ADDRESSES[environment], source }),
    toleranceSeconds: wholeNumber(toleranceSeconds, "paypal.toleranceSeconds", { min: 1, max: THREE_DAYS }),
    read: (delivery) => readPaypal(delivery, webhookId),
  });
}

function readPaypal({ head, bytes }: Delivery, webhookId: string): CertifiedClaim | WebhookFault {
  const written = readHeader(head, PAYPAL_HEADERS.signature, SIGNATURE);
  if (typeof written === "object") return written;
  const signature = ENCODINGS.base64(written);
  if (signature === undefined) return fault("signature_malformed");
  const id = readHeader(head, PAYPAL_HEADERS.id, EVENT_ID);
  if (typeof id === "object") return id;
  if (!TRANSMISSION_ID.test(id)) return fault("event_id_malformed");
  const time = readHeader(head, PAYPAL_HEADERS.time, TIMESTAMP);
  if (typeof time === "object") return time;
  const signedAt = TIMESTAMP_FORMATS.rfc3339.read(time);
  if (signedAt === undefined) return fault("timestamp_malformed");
  const certificateUrl = readHeader(head, PAYPAL_HEADERS.certificate, CERTIFICATE);
  if (typeof certificateUrl === "object") return certificateUrl;
  const algorithm = readHeader(head, PAYPAL_HEADERS.algorithm, ALGORITHM);
  if (typeof algorithm === "object") return algorithm;
  if (algorithm !== "SHA256withRSA") return fault("algorithm_refused");
  const content = paypalContent({ id, time, webhookId }, bytes);
  return {
    claim: { signatures: [signature], content: [content], signedAt, eventId: id },
    certificateUrl,
    digest: "sha256",
  };
}

const CERTIFICATE = { missing: "certificate_untrusted", malformed: "certificate_untrusted" } as const;
const ALGORITHM = { missing: "algorithm_refused", malformed: "algorithm_refused" } as const;

/** What PayPal signs. */
export function paypalContent(
  { id, time, webhookId }: { readonly id: string; readonly time: string; readonly webhookId: string },
  body: Uint8Array,
): string {
  return `${id}|${time}|${webhookId}|${crc32(body)}`;
}
