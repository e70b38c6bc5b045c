/** The webhooks layer's door. */
export { type Ed25519Options, ed25519, type PublicKeyOptions } from "./ed25519.js";
export type { SignatureEncoding } from "./encodings.js";
export { replayKey } from "./event-id.js";
export { isWebhookFault, WEBHOOK_FAULTS, type WebhookFault, type WebhookFaultCode } from "./faults.js";
export type { HeaderScheme, SignedParts } from "./header-scheme.js";
export {
  type HmacOptions,
  type HmacScheme,
  hmac,
  type PartnerOptions,
  type SecretEncoding,
  type TimedPartnerOptions,
} from "./hmac.js";
export type { LabelledSecret, SecretEntry, SecretList, Secrets } from "./key-ring.js";
export type { BodyFormat, Delivery, Partner, Verification, VerifiedDelivery } from "./partner.js";
export { discord } from "./partners/discord.js";
export { github } from "./partners/github.js";
export { lemonSqueezy } from "./partners/lemon-squeezy.js";
export { meta } from "./partners/meta.js";
export { paddle } from "./partners/paddle.js";
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
export { deliveryOf, type PlainDelivery } from "./signers/delivery.js";
export { hmacSigner } from "./signers/hmac.js";
export { signRazorpayCheckout, type UnsignedConfirmation } from "./signers/razorpay-checkout.js";
export { standardSigner } from "./signers/standard.js";
export { SIGNERS, signRazorpay, signStandard, signStripe } from "./signers/table.js";
export type { SignedHeaders, Signer, ToSign } from "./signers/to-sign.js";
export { signTwilio, twilioJsonUrl } from "./signers/twilio.js";
export type { Content, HmacAlgorithm } from "./signing-key.js";
export type { TimestampFormat } from "./timestamps.js";
