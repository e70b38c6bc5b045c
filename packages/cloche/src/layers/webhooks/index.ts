/** The webhooks layer's door. */
export type { CertificateSource } from "./certificates/certificate-store.js";
export { type Ed25519Options, ed25519, type PublicKeyOptions } from "./ed25519.js";
export type { SignatureEncoding } from "./encodings.js";
export { EVENT_FACTS, type EventFacts } from "./event-facts.js";
export { replayKey } from "./event-id.js";
export { isWebhookFault, WEBHOOK_FAULTS, type WebhookFault, type WebhookFaultCode } from "./faults.js";
export { type MetaHandshakeOptions, metaHandshake } from "./handshakes/meta.js";
export { discordHandshake, slackHandshake, twitchHandshake, zoomHandshake } from "./handshakes/signed.js";
export { confirmSnsSubscription, type SnsConfirmation, snsConfirmation } from "./handshakes/sns.js";
export type { HeaderScheme, SignedParts } from "./header-scheme.js";
export {
  type HmacOptions,
  type HmacScheme,
  hmac,
  type PartnerOptions,
  type SecretEncoding,
  type TimedPartnerOptions,
} from "./hmac.js";
export type { Backoff } from "./inbox/backoff.js";
export {
  type DeliveryToStore,
  type InboxCount,
  type InboxEvent,
  type PostgresInbox,
  type PostgresInboxOptions,
  postgresInbox,
  type StorableDelivery,
  type StoreOutcome,
} from "./inbox/inbox.js";
export { POSTGRES_INBOX_DDL } from "./inbox/schema.js";
export {
  type PostgresConnection,
  type PostgresPool,
  type PostgresTransaction,
  poolTransaction,
} from "./inbox/transactions.js";
export type { InboxHandler } from "./inbox/work-one.js";
export { type InboxReport, type InboxWorker, type InboxWorkerOptions, startInboxWorker } from "./inbox/worker.js";
export type { LabelledSecret, SecretEntry, SecretList, Secrets } from "./key-ring.js";
export type { MessageAlgorithm } from "./message-signature/algorithms.js";
export { contentDigest, type DigestAlgorithm } from "./message-signature/content-digest.js";
export {
  type MessageSignatureOptions,
  MUST_COVER,
  messageSignature,
} from "./message-signature/message-signature.js";
export type { DestinationFault, DestinationPolicy } from "./outgoing/destination.js";
export type { SendOutcome } from "./outgoing/outcome.js";
export type { PostFault, Resolver } from "./outgoing/post.js";
export { isPublicAddress } from "./outgoing/public-address.js";
export { type NextStep, nextStep } from "./outgoing/schedule.js";
export {
  type OutgoingMessage,
  type WebhookSender,
  type WebhookSenderOptions,
  webhookSender,
} from "./outgoing/sender.js";
export type {
  BodyFormat,
  Delivery,
  HandshakeAnswer,
  Partner,
  SyncPartner,
  Verification,
  VerifiedDelivery,
} from "./partner.js";
export { type AdyenItem, type AdyenNotification, adyen } from "./partners/adyen.js";
export { type AwsSnsOptions, awsSns, type SnsMessage, type SnsType } from "./partners/aws-sns.js";
export { discord } from "./partners/discord.js";
export { github } from "./partners/github.js";
export { lemonSqueezy } from "./partners/lemon-squeezy.js";
export { type MailgunOptions, mailgun } from "./partners/mailgun.js";
export { meta } from "./partners/meta.js";
export { paddle } from "./partners/paddle.js";
export { type PaypalOptions, paypal } from "./partners/paypal.js";
export { razorpay } from "./partners/razorpay.js";
export { sendgrid } from "./partners/sendgrid.js";
export { shopify } from "./partners/shopify.js";
export { type SlackOptions, slack } from "./partners/slack.js";
export { type SquareOptions, square } from "./partners/square.js";
export { type StandardWebhooksOptions, standardWebhooks } from "./partners/standard-webhooks.js";
export { stripe } from "./partners/stripe.js";
export { clerk, svix } from "./partners/svix.js";
export { PARTNERS } from "./partners/table.js";
export { type TwilioOptions, twilio } from "./partners/twilio.js";
export { twitch } from "./partners/twitch.js";
export { zoom } from "./partners/zoom.js";
export {
  type ConfirmedCheckout,
  type OrderConfirmation,
  type PaymentLinkConfirmation,
  type RazorpayCheckoutOptions,
  type RazorpayConfirmation,
  razorpayCheckout,
  type SubscriptionConfirmation,
} from "./razorpay-checkout.js";
export { type MemoryReplayOptions, type MemoryReplayStore, memoryReplayStore } from "./replay/memory.js";
export {
  POSTGRES_REPLAY_DDL,
  type PostgresQuery,
  type PostgresReplayOptions,
  type PostgresReplayStore,
  postgresReplayStore,
} from "./replay/postgres.js";
export { type RedisReplayOptions, type RedisScripts, redisReplayStore } from "./replay/redis.js";
export type { ClaimOutcome, ReplayStore } from "./replay/store.js";
export { occurredAt, type Restrictions, restrict } from "./restrict.js";
export { deliveryOf, type PlainDelivery } from "./signers/delivery.js";
export {
  DOCUMENT_SIGNERS,
  type DocumentSigner,
  type DocumentToSign,
  signAdyen,
  signMailgun,
  signSns,
} from "./signers/documents.js";
export { hmacSigner } from "./signers/hmac.js";
export {
  type MessageSigner,
  type MessageSignerOptions,
  type MessageToSign,
  messageSigner,
} from "./signers/message.js";
export { type PaypalSignerOptions, paypalSigner } from "./signers/paypal.js";
export { signRazorpayCheckout, type UnsignedConfirmation } from "./signers/razorpay-checkout.js";
export { standardSigner } from "./signers/standard.js";
export { SIGNERS, signRazorpay, signStandard, signStripe } from "./signers/table.js";
export type { SignedHeaders, Signer, ToSign } from "./signers/to-sign.js";
export { signTwilio, twilioJsonUrl } from "./signers/twilio.js";
export type { Content, HmacAlgorithm } from "./signing-key.js";
export type { TimestampFormat } from "./timestamps.js";
