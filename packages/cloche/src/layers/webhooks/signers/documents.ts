/** Signs as the partners do whose signature stands inside the body: the answer is the body to send. */
import { createPrivateKey, createSecretKey, randomBytes, randomUUID, sign } from "node:crypto";
import { fromHex, table } from "../../../kernel/index.js";
import { type AdyenItem, adyenContent } from "../partners/adyen.js";
import { type SnsMessage, snsContent } from "../partners/aws-sns.js";
import { hmacDigest } from "../signing-key.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";
import { secretOf, type ToSign, timeOf } from "./to-sign.js";

/** What is to be told and signed. */
export interface DocumentToSign extends Omit<ToSign, "body"> {
  /** What the partner tells; see each signer. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The address of the certificate, for schemes that name one. */
  readonly certificateUrl?: string;
}

/** Signs a document; the answer is the body in JSON. */
export type DocumentSigner = (delivery: DocumentToSign) => string;

/** Signs an item as Adyen does. `document`: the `NotificationRequestItem` without its signature. */
export const signAdyen: DocumentSigner = (delivery) => {
  const { document } = delivery;
  const key = createSecretKey(fromHex(secretOf({ ...delivery, body: "" })) ?? Buffer.of());
  const hmacSignature = hmacDigest("sha256", key, [adyenContent(document as unknown as AdyenItem)]).toString("base64");
  const NotificationRequestItem = { ...document, additionalData: { hmacSignature } };
  return JSON.stringify({ live: "false", notificationItems: [{ NotificationRequestItem }] });
};

/** Signs an event as Mailgun does. `document`: the `event-data`. `eventId`: the token. */
export const signMailgun: DocumentSigner = (delivery) => {
  const timestamp = TIMESTAMP_FORMATS.seconds.write(timeOf({ ...delivery, body: "" }));
  const token = delivery.eventId ?? randomBytes(25).toString("hex");
  const key = createSecretKey(Buffer.from(secretOf({ ...delivery, body: "" }), "utf8"));
  const signature = hmacDigest("sha256", key, [timestamp, token]).toString("hex");
  return JSON.stringify({ signature: { timestamp, token, signature }, "event-data": delivery.document });
};

/** Signs a message as Amazon SNS does, version 2. `document`: its fields; `secret`: the certificate's private key. */
export const signSns: DocumentSigner = (delivery) => {
  const { document, certificateUrl: SigningCertURL } = delivery;
  const message = {
    Type: "Notification",
    MessageId: delivery.eventId ?? randomUUID(),
    Timestamp: TIMESTAMP_FORMATS.rfc3339.write(timeOf({ ...delivery, body: "" })),
    ...document,
  };
  const content = Buffer.from(snsContent(message as unknown as SnsMessage), "utf8");
  const Signature = sign("sha256", content, createPrivateKey(secretOf({ ...delivery, body: "" }))).toString("base64");
  return JSON.stringify({ ...message, SignatureVersion: "2", Signature, SigningCertURL });
};

/** A signer for every partner whose signature stands inside the body. */
export const DOCUMENT_SIGNERS = table({
  adyen: signAdyen,
  "aws-sns": signSns,
  mailgun: signMailgun,
} satisfies Record<string, DocumentSigner>);
