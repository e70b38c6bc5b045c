/** Sends webhooks to subscribers: signed with every current secret, and never to where the caller's network begins. */
import { type Clock, configFault, onlyKnown, systemClock, wholeNumber } from "../../../kernel/index.js";
import { currentSecrets, type Secrets } from "../key-ring.js";
import { standardSecret } from "../partners/standard-webhooks.js";
import { standardSigner } from "../signers/standard.js";
import { type DestinationPolicy, destinationOf, readyPolicy } from "./destination.js";
import type { SendOutcome } from "./outcome.js";
import { type Posted, type PostFault, post, type Resolver, systemResolver } from "./post.js";

/** Options of `webhookSender`. */
export interface WebhookSenderOptions {
  /**
   * `whsec_...` or `whsk_...`, the current one first. During a rotation give both: the message then carries a signature
   * of each, and the subscriber may change over whenever it likes. A secret past its `expiresAt` is not used.
   */
  readonly secrets: Secrets;
  /** What may be called; `https:` on port 443 of public addresses by default. */
  readonly policy?: DestinationPolicy;
  /** For one attempt in all; 15 000 by default, as Standard Webhooks recommends. */
  readonly timeoutMilliseconds?: number;
  /** `cloche` by default. */
  readonly userAgent?: string;
  readonly resolve?: Resolver;
  /** Certificates to trust instead of the system's, in PEM. */
  readonly trustedCertificates?: string;
  readonly clock?: Clock;
}

/** A message to a subscriber. */
export interface OutgoingMessage {
  /** The subscriber's endpoint. */
  readonly url: string;
  /** The same at every attempt; the subscriber tells repetitions by it. */
  readonly id: string;
  /** JSON as it is to be sent; its bytes are what is signed. */
  readonly body: string | Uint8Array;
}

/** Sends messages. */
export interface WebhookSender {
  /** One attempt; never throws for what the other side does. See `nextStep` for when to try again. */
  send(message: OutgoingMessage): Promise<SendOutcome>;
}

const OPTIONS = ["secrets", "policy", "timeoutMilliseconds", "userAgent", "resolve", "trustedCertificates", "clock"];
// A full stop would let an identifier reach into the time that is signed behind it.
const ID = /^[A-Za-z0-9_-]{1,256}$/;
const sign = standardSigner("webhook");

/**
 * A sender by Standard Webhooks.
 *
 * @throws ConfigError where a secret or an option cannot be used; `send` throws TypeError for an id with other signs than
 * letters, digits, `_` and `-`
 * @example
 * const sender = webhookSender({ secrets: [current, previous] });
 * const outcome = await sender.send({ url: subscriber.url, id: "msg_2026", body: JSON.stringify(event) });
 */
export function webhookSender(options: WebhookSenderOptions): WebhookSender {
  onlyKnown(options, OPTIONS, "webhookSender");
  const { secrets, resolve = systemResolver, userAgent = "cloche", clock = systemClock } = options;
  const policy = readyPolicy(options.policy ?? {}, "webhookSender.policy");
  const bounds = { min: 100, max: 120_000 };
  const timeout = wholeNumber(options.timeoutMilliseconds ?? 15_000, "webhookSender.timeoutMilliseconds", bounds);
  checkSecrets(secrets, clock);
  return {
    async send({ url, id, body }) {
      if (!ID.test(id)) throw new TypeError("A message's id has letters, digits, `_` and `-` only.");
      const destination = destinationOf(url, policy);
      if (typeof destination === "string") return { outcome: "refused", reason: destination };
      const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
      const now = clock.now();
      const signed = sign({ body: bytes, secret: currentSecrets(secrets, now), at: now, eventId: id });
      const headers = { ...signed, "content-type": "application/json", "user-agent": userAgent };
      const { trustedCertificates } = options;
      return outcomeOf(
        await post(destination, { headers, body: bytes, policy, resolve, timeout, trustedCertificates }),
      );
    },
  };
}

function checkSecrets(secrets: Secrets, clock: Clock): void {
  const where = "webhookSender.secrets";
  const list = currentSecrets(secrets, clock.now());
  if (list.length === 0) throw configFault("secret_weak", { where, fix: "Give a secret that has not ended." });
  for (const secret of list) if (!secret.startsWith("whsk_")) standardSecret(secret, where);
}

function outcomeOf(posted: Posted | PostFault): SendOutcome {
  if (typeof posted === "string") {
    return { outcome: posted === "address_refused" ? "refused" : "failed", reason: posted };
  }
  const { status, retryAfter } = posted;
  if (status >= 200 && status < 300) return { outcome: "delivered", reason: "answered", status };
  if (status === 410) return { outcome: "disabled", reason: "answered", status };
  const failed = {
    outcome: "failed",
    reason: status >= 300 && status < 400 ? "redirected" : "answered",
    status,
  } as const;
  return /^\d{1,9}$/.test(retryAfter ?? "") ? { ...failed, retryAfterSeconds: Number(retryAfter) } : failed;
}
