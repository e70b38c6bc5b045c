/** Makes one signed trial delivery, exactly as its partner would send it. */
import { randomBytes, randomUUID } from "node:crypto";
import { entry } from "../../../kernel/index.js";
import { DOCUMENT_SIGNERS, paypalSigner, SIGNERS, type SignedHeaders } from "../../../layers/webhooks/index.js";
import { MESSAGE_SAMPLES } from "./message-samples.js";
import { PAYMENT_SAMPLES } from "./payment-samples.js";
import type { Fresh, Samples } from "./sample.js";

/** The samples of every partner, by its name. */
export const SAMPLES: Readonly<Record<string, Samples>> = Object.freeze({ ...MESSAGE_SAMPLES, ...PAYMENT_SAMPLES });

/** What a trial is made with. */
export interface TrialOptions {
  readonly partner: string;
  readonly event: string;
  /** The secret; a private key in PEM for partners that sign with one. */
  readonly secret: string;
  /** The full public URL, which some partners sign. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The document to send instead of the sample. */
  readonly document?: unknown;
  /** PayPal's webhook id. */
  readonly webhookId?: string;
  /** The address of the certificate, for PayPal and Amazon SNS. */
  readonly certificateUrl?: string;
}

/** A request that is ready to be sent. */
export interface Trial {
  readonly headers: SignedHeaders;
  readonly body: string;
}

/** Headers that name the event beside the signature. */
const EVENT_HEADERS: Readonly<Record<string, string>> = { github: "x-github-event", shopify: "x-shopify-topic" };

/** A signed delivery, or `undefined` where there is no such partner or event. */
export function trialOf(options: TrialOptions): Trial | undefined {
  const { partner, event, now } = options;
  const sample = entry(entry(SAMPLES, partner) ?? {}, event);
  const document = options.document ?? sample?.(freshAt(now));
  if (document === undefined) return undefined;
  const eventHeader = entry(EVENT_HEADERS, partner);
  const { headers, body } = signed(options, document);
  return { body, headers: eventHeader === undefined ? headers : { ...headers, [eventHeader]: event } };
}

function freshAt(now: number): Fresh {
  const iso = new Date(now).toISOString();
  return { id: randomBytes(12).toString("hex"), uuid: randomUUID(), seconds: Math.floor(now / 1000), iso };
}

function signed({ partner, secret, url, now: at, ...more }: TrialOptions, document: unknown): Trial {
  const inBody = entry(DOCUMENT_SIGNERS, partner);
  if (inBody !== undefined) {
    const { certificateUrl = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem" } = more;
    const body = inBody({ document: document as Record<string, unknown>, secret, at, certificateUrl });
    return { body, headers: JSON_TYPE };
  }
  const form = partner === "twilio";
  const body = form ? new URLSearchParams(document as Record<string, string>).toString() : JSON.stringify(document);
  const signer = partner === "paypal" ? paypalSigner(paypalOptions(more)) : entry(SIGNERS, partner);
  return { body, headers: { ...(form ? FORM_TYPE : JSON_TYPE), ...signer?.({ body, secret, at, url }) } };
}

const JSON_TYPE = { "content-type": "application/json" };
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };

function paypalOptions({ webhookId = "TRIAL", certificateUrl }: Pick<TrialOptions, "webhookId" | "certificateUrl">) {
  return { webhookId, certificateUrl: certificateUrl ?? "https://api.paypal.com/v1/notifications/certs/CERT-TRIAL" };
}
