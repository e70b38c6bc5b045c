/** Amazon SNS: RSA by a certificate over named fields of the message, signature versions 1 and 2. */
import { configFault, onlyKnown, table, wholeNumber } from "../../../kernel/index.js";
import { bodyObject, type JsonObject, member, textMember } from "../body-json.js";
import { type CertifiedClaim, certificatePartner } from "../certificates/certificate-partner.js";
import { type CertificateSource, certificateStore } from "../certificates/certificate-store.js";
import { ENCODINGS } from "../encodings.js";
import { fault, type WebhookFault } from "../faults.js";
import type { Delivery, Partner } from "../partner.js";
import { TIMESTAMP_FORMATS } from "../timestamps.js";

/** What a user says of Amazon SNS. */
export interface AwsSnsOptions {
  /** The topics that are believed. Amazon signs for everybody's topics, so without a list anyone could write. */
  readonly topicArns: readonly string[];
  /** Where certificates come from; Amazon's own hosts by default. */
  readonly certificates?: CertificateSource;
  /** Seconds that the time of publishing may lie before or after now; 3600, the longest SNS retries. */
  readonly toleranceSeconds?: number;
}

/** The fields of a verified message: all that is signed, and nothing else of the body. */
export interface SnsMessage {
  readonly Type: SnsType;
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Timestamp: string;
  readonly Message: string;
  readonly Subject?: string;
  /** Of a (un)subscribe confirmation only. */
  readonly Token?: string;
  /** Of a (un)subscribe confirmation only; see `snsConfirmation`. */
  readonly SubscribeURL?: string;
}

/** The kinds of message. */
export type SnsType = "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";

const HOUR = 3600;
const ARN = /^arn:aws(?:-cn|-us-gov)?:sns:[a-z0-9-]{1,32}:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;
const CERTIFICATE =
  /^https:\/\/sns\.[a-z]{2,3}(?:-[a-z]{2,12}){1,3}-\d\.amazonaws\.com(?:\.cn)?\/SimpleNotificationService-[0-9a-f]{1,64}\.pem$/;
const ONE_LINE = /^[^\r\n]{1,2048}$/;

// Fields are signed as lines, so all but `Message` must be one line: read from the end, there is then one way to cut the
// signed text into fields, and a publisher cannot write a line that becomes another field.
const SHAPES = table({
  Message: /^/,
  MessageId: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  Subject: ONE_LINE,
  SubscribeURL: ONE_LINE,
  Timestamp: ONE_LINE,
  Token: ONE_LINE,
  TopicArn: ARN,
  Type: /^(?:Notification|SubscriptionConfirmation|UnsubscribeConfirmation)$/,
});
type SnsField = keyof typeof SHAPES;

// The orders are Amazon's.
const OF_NOTIFICATION: readonly SnsField[] = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const OF_CONFIRMATION: readonly SnsField[] = [
  "Message",
  "MessageId",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
];
const DIGESTS = new Map<unknown, "sha1" | "sha256">([
  ["1", "sha1"],
  ["2", "sha256"],
]);

/**
 * Deliveries of Amazon SNS. The payload is `SnsMessage`: what is not signed is left out.
 *
 * @param options `topicArns`, `certificates`, `toleranceSeconds`
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * awsSns({ topicArns: ["arn:aws:sns:eu-central-1:123456789012:orders"] });
 */
export function awsSns(options: AwsSnsOptions): Partner {
  onlyKnown(options, ["topicArns", "certificates", "toleranceSeconds"], "awsSns");
  const { topicArns, certificates: source, toleranceSeconds = HOUR } = options;
  if (!Array.isArray(topicArns) || topicArns.length === 0 || !topicArns.every((arn) => ARN.test(String(arn)))) {
    throw configFault("option_invalid", { where: "awsSns.topicArns", fix: 'Give a list of "arn:aws:sns:...".' });
  }
  const topics = new Set<string>(topicArns);
  return certificatePartner({
    name: "aws-sns",
    format: "json",
    signatureHeaders: [],
    description: "RSA signature of Amazon SNS over the fields of the message.",
    certificates: certificateStore({ address: CERTIFICATE, source }),
    toleranceSeconds: wholeNumber(toleranceSeconds, "awsSns.toleranceSeconds", { min: 1, max: 86_400 }),
    read: ({ bytes }: Delivery) => readSns(bytes, topics),
  });
}

function readSns(bytes: Uint8Array, topics: ReadonlySet<string>): CertifiedClaim | WebhookFault {
  const body = bodyObject(bytes);
  if (body === undefined) return fault("body_malformed");
  const written = member(body, "Signature");
  if (written === undefined) return fault("signature_missing");
  const signature = typeof written === "string" ? ENCODINGS.base64(written) : undefined;
  const digest = DIGESTS.get(member(body, "SignatureVersion"));
  if (signature === undefined || digest === undefined) return fault("signature_malformed");
  const message = snsMessage(body);
  if (message === undefined) return fault("field_malformed");
  if (!topics.has(message.TopicArn)) return fault("sender_unlisted");
  const signedAt = TIMESTAMP_FORMATS.rfc3339.read(message.Timestamp);
  if (signedAt === undefined) return fault("timestamp_malformed");
  const certificateUrl = member(body, "SigningCertURL");
  if (typeof certificateUrl !== "string") return fault("certificate_untrusted");
  const claim = {
    signatures: [signature],
    content: [snsContent(message)],
    signedAt,
    eventId: `${message.TopicArn}:${message.MessageId}`,
    signedFields: message,
  };
  return { claim, certificateUrl, digest };
}

function snsMessage(body: JsonObject): SnsMessage | undefined {
  const message: Partial<Record<SnsField, string>> = {};
  for (const name of fieldsOf(member(body, "Type"))) {
    const value = textMember(body, name, SHAPES[name]);
    if (value !== undefined) message[name] = value;
    else if (name !== "Subject" || (member(body, name) ?? null) !== null) return undefined;
  }
  return message as unknown as SnsMessage;
}

function fieldsOf(type: unknown): readonly SnsField[] {
  return type === "Notification" ? OF_NOTIFICATION : OF_CONFIRMATION;
}

/** What Amazon signs: each field's name and value on a line of its own. */
export function snsContent(message: SnsMessage): string {
  return fieldsOf(message.Type)
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join("");
}
