/** Signs as PayPal does, with the private key of a certificate of one's own. */
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { PAYPAL_HEADERS, paypalContent } from "../partners/paypal.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";
import { bodyOf, type Signer, secretOf, timeOf } from "./to-sign.js";

/** What a signature is bound to beside the body. */
export interface PaypalSignerOptions {
  readonly webhookId: string;
  /** Told as `paypal-cert-url`; an address of PayPal's own, for which the verifier's `certificates` has an answer. */
  readonly certificateUrl: string;
}

/**
 * A signer as PayPal; `secret` is the private key in PEM, `eventId` the transmission's id.
 *
 * @example
 * const sign = paypalSigner({ webhookId, certificateUrl: "https://api.paypal.com/v1/notifications/certs/CERT-1" });
 */
export function paypalSigner({ webhookId, certificateUrl }: PaypalSignerOptions): Signer {
  return (delivery) => {
    const id = delivery.eventId ?? randomUUID();
    const time = TIMESTAMP_FORMATS.rfc3339.write(timeOf(delivery)).replace(/\.\d+Z$/, "Z");
    const content = Buffer.from(paypalContent({ id, time, webhookId }, bodyOf(delivery)), "utf8");
    return {
      [PAYPAL_HEADERS.signature]: sign("sha256", content, createPrivateKey(secretOf(delivery))).toString("base64"),
      [PAYPAL_HEADERS.id]: id,
      [PAYPAL_HEADERS.time]: time,
      [PAYPAL_HEADERS.certificate]: certificateUrl,
      [PAYPAL_HEADERS.algorithm]: "SHA256withRSA",
    };
  };
}
