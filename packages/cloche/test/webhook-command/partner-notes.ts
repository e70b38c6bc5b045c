/** What a person has to know to connect each partner; the pages in docs/guide/webhooks are made from it. */
import type { PARTNERS } from "cloche/webhooks";

/** One partner in words. */
export interface PartnerNotes {
  readonly title: string;
  /** The function's name, and how it is called. */
  readonly make: string;
  readonly call: string;
  /** The names that `call` needs to be given. */
  readonly given: readonly string[];
  /** Where to enter the address of the route. */
  readonly where: string;
  /** What the secret is called there. */
  readonly secret: string;
  readonly time: string;
  readonly identity: string;
  readonly notes: readonly string[];
  /** What else the command needs. */
  readonly command?: string;
}

const FIVE_MINUTES = "signed; five minutes to either side of now";
const NO_TIME = "none, so a captured delivery never ends: keep a replay store behind it";
const BY_BODY = "the SHA-256 of the body";

const simple = (make: string) => ({
  make,
  call: `${make}({ secrets: [currentSecret] })`,
  given: ["currentSecret"],
});

/** Every partner, by the name it has in `PARTNERS`. */
export const PARTNER_NOTES: Readonly<Record<keyof typeof PARTNERS, PartnerNotes>> = {
  adyen: {
    title: "Adyen",
    ...simple("adyen"),
    where: "Customer Area > Developers > Webhooks > Standard webhook > Server configuration",
    secret: "the HMAC key under Security, in hexadecimal",
    time: NO_TIME,
    identity: "the digest of the signed fields, so the same notification written in another way is the same",
    notes: [
      "Eight fields are signed: `pspReference`, `originalReference`, `merchantAccountCode`, `merchantReference`, `amount.value`, `amount.currency`, `eventCode`, `success`. Nothing else is in `signedFields`; ask Adyen's API for the rest.",
      "A notification with several items is believed only when every item is signed.",
    ],
  },
  "aws-sns": {
    title: "Amazon SNS",
    make: "awsSns",
    call: 'awsSns({ topicArns: ["arn:aws:sns:eu-central-1:123456789012:orders"] })',
    given: [],
    where: "SNS > Topics > Create subscription, protocol HTTPS, without raw message delivery",
    secret:
      "none: Amazon signs with a certificate, which is fetched once from its own hosts and kept while it is valid",
    time: "signed; an hour to either side of now",
    identity: "topic and `MessageId`",
    notes: [
      "Amazon signs for everybody's topics, so the list of topics is what makes a message yours.",
      "Set the topic's attribute `SignatureVersion` to 2; version 1 signs with SHA-1.",
      "A new subscription first sends a `SubscriptionConfirmation`: see [handshakes](handshakes.md).",
      "Only the signed fields are in `signedFields`; `UnsubscribeURL` is not signed and not among them.",
    ],
    command: "--certificate-url https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem",
  },
  clerk: {
    title: "Clerk",
    ...simple("clerk"),
    where: "Configure > Webhooks > Add Endpoint",
    secret: "the endpoint's signing secret, `whsec_...`",
    time: FIVE_MINUTES,
    identity: "`svix-id`, which is signed",
    notes: ["Clerk sends through Svix; the headers are Svix's."],
  },
  discord: {
    title: "Discord",
    make: "discord",
    call: "discord({ publicKeys: applicationPublicKey })",
    given: ["applicationPublicKey"],
    where: "Developer Portal > Applications > General Information > Interactions Endpoint URL",
    secret: "the application's public key, in hexadecimal",
    time: FIVE_MINUTES,
    identity: "`id` of the payload",
    notes: [
      "Discord sends a PING first, and forged deliveries later to see them refused: see [handshakes](handshakes.md).",
    ],
  },
  github: {
    title: "GitHub",
    ...simple("github"),
    where: "Settings > Webhooks > Add webhook, content type application/json",
    secret: "the secret you choose there",
    time: NO_TIME,
    identity: BY_BODY,
    notes: ["`X-GitHub-Event` and `X-GitHub-Delivery` are not signed: sort by the first, and do not trust either."],
  },
  "lemon-squeezy": {
    title: "Lemon Squeezy",
    ...simple("lemonSqueezy"),
    where: "Settings > Webhooks",
    secret: "the signing secret you choose there",
    time: NO_TIME,
    identity: BY_BODY,
    notes: [],
  },
  mailgun: {
    title: "Mailgun",
    make: "mailgun",
    call: 'mailgun({ secrets: [signingKey], unsignedEvent: "accepted" })',
    given: ["signingKey"],
    where: "Sending > Webhooks",
    secret: "the HTTP webhook signing key, which is not the API key",
    time: FIVE_MINUTES,
    identity: "the token, which is signed",
    notes: [
      "Mailgun signs a time and a token and not the event beside them, which is why `unsignedEvent` has to be said. Treat the event as a hint, and ask Mailgun's API before money or access depends on it.",
      "The replay store lets each token pass once; without one a captured token could carry any event for five minutes.",
    ],
  },
  meta: {
    title: "Meta",
    ...simple("meta"),
    where: "App Dashboard > Webhooks (Messenger, Instagram, WhatsApp)",
    secret: "the app secret under App settings > Basic",
    time: NO_TIME,
    identity: BY_BODY,
    notes: ["Saving the address makes Meta send a GET with a challenge: see [handshakes](handshakes.md)."],
  },
  paddle: {
    title: "Paddle",
    ...simple("paddle"),
    where: "Developer tools > Notifications > New destination",
    secret: "the destination's secret key, `pdl_ntfset_...`",
    time: FIVE_MINUTES,
    identity: "`event_id` of the payload",
    notes: ["Paddle Billing only; Paddle Classic signs in another way."],
  },
  paypal: {
    title: "PayPal",
    make: "paypal",
    call: "paypal({ webhookId })",
    given: ["webhookId"],
    where: "Developer Dashboard > Apps & Credentials > your app > Webhooks",
    secret: "none: the webhook's id is part of what is signed, and PayPal signs with a certificate from its own hosts",
    time: "signed; three days to either side of now, as long as PayPal retries",
    identity: "the transmission's id, which is signed",
    notes: [
      "The body is signed through its CRC-32 alone, and a CRC can be kept while the body changes. Whoever holds one genuine delivery could alter it, so one transmission is worked once, whatever stands in it.",
      'For the sandbox say `environment: "sandbox"`; live does not believe its certificates.',
      "Without the certificate the answer is 503 and PayPal comes again. Give `certificates` to read it from elsewhere.",
      "The simulator in PayPal's dashboard sends deliveries that cannot be verified.",
    ],
    command: "--webhook-id 8PT597110X687430LKGECATA",
  },
  razorpay: {
    title: "Razorpay",
    ...simple("razorpay"),
    where: "Dashboard > Account & Settings > Webhooks",
    secret: "the secret you choose there, which is not the API key's secret",
    time: NO_TIME,
    identity: BY_BODY,
    notes: [
      "`X-Razorpay-Event-Id` is not signed: whoever replays a delivery may write another one, so it is not believed.",
      "What Checkout hands to the browser is checked with `razorpayCheckout`, with the API key's secret.",
    ],
  },
  sendgrid: {
    title: "SendGrid",
    make: "sendgrid",
    call: "sendgrid({ publicKeys: verificationKey })",
    given: ["verificationKey"],
    where: "Settings > Mail Settings > Event Webhook, with Signature Verification on",
    secret: "the verification key",
    time: FIVE_MINUTES,
    identity: BY_BODY,
    notes: [
      "One delivery holds many events; each has its own `sg_event_id`, which tells repetitions of single events.",
    ],
  },
  shopify: {
    title: "Shopify",
    ...simple("shopify"),
    where: "Settings > Notifications > Webhooks, or the app's configuration",
    secret: "the app's client secret, or the secret shown under the list of webhooks",
    time: NO_TIME,
    identity: BY_BODY,
    notes: ["`X-Shopify-Topic` and `X-Shopify-Webhook-Id` are not signed: sort by the first, and do not trust either."],
  },
  slack: {
    title: "Slack",
    ...simple("slack"),
    where: "Your app > Event Subscriptions (and Interactivity, Slash Commands)",
    secret: "the signing secret under Basic Information",
    time: FIVE_MINUTES,
    identity: "`event_id` of the payload; the SHA-256 of the body where there is none",
    notes: [
      'Slash commands and interactions come as a form: make a second partner with `format: "form"`.',
      "Saving the address sends `url_verification`: see [handshakes](handshakes.md).",
    ],
  },
  square: {
    title: "Square",
    make: "square",
    call: 'square({ secrets: [signatureKey], notificationUrl: "https://api.example.com/webhooks/square" })',
    given: ["signatureKey"],
    where: "Developer Dashboard > your application > Webhooks > Subscriptions",
    secret: "the subscription's signature key",
    time: NO_TIME,
    identity: "`event_id` of the payload",
    notes: ["The notification URL is part of what is signed: write it exactly as the subscription has it."],
    command: "--public-url https://api.example.com/webhooks/square",
  },
  standard: {
    title: "Standard Webhooks",
    make: "standardWebhooks",
    call: 'standardWebhooks({ name: "courier", secrets: [currentSecret] })',
    given: ["currentSecret"],
    where: "wherever a sender that follows standardwebhooks.com asks for it",
    secret: "`whsec_...` (HMAC, `v1`) or `whpk_...` (Ed25519, `v1a`)",
    time: FIVE_MINUTES,
    identity: "`webhook-id`, which is signed",
    notes: ["Give each sender its own `name`: it is part of the key that repetitions are told by."],
  },
  stripe: {
    title: "Stripe",
    ...simple("stripe"),
    where: "Workbench > Webhooks > Add destination",
    secret: "the endpoint's signing secret, `whsec_...`",
    time: FIVE_MINUTES,
    identity: "`id` of the payload, `evt_...`",
    notes: [
      "Events come more than once and in any order: `occurredAt` tells which of two is newer.",
      "`stripe listen` has a signing secret of its own.",
    ],
  },
  svix: {
    title: "Svix",
    ...simple("svix"),
    where: "the sender's portal > Endpoints > Add Endpoint",
    secret: "the endpoint's signing secret, `whsec_...`",
    time: FIVE_MINUTES,
    identity: "`svix-id`, which is signed",
    notes: ["The unbranded `webhook-` headers are read where no `svix-signature` is present."],
  },
  twilio: {
    title: "Twilio",
    make: "twilio",
    call: 'twilio({ authTokens: [primaryToken], publicUrl: "https://api.example.com" })',
    given: ["primaryToken"],
    where: "Console > Phone Numbers (or the Messaging Service) > webhook addresses",
    secret: "the account's auth token; during a rotation the primary and the secondary one",
    time: NO_TIME,
    identity: "message or call with its status; otherwise the digest of the signature",
    notes: [
      "The full address is part of what is signed. It comes from `publicUrl` and the raw request target, never from the Host header, so `publicUrl` must be what Twilio was told.",
      'Products that send JSON put its digest into the address as `bodySHA256`; make a second partner with `format: "json"`.',
      "Names and values are signed joined, without what separates them: whoever captured a delivery can cut it into other fields (`From=alice` into `From=&alice=`) under the same signature. Let the contract's `body` name every field and its form, and act on nothing it does not name.",
    ],
    command: "--public-url https://api.example.com/webhooks/twilio",
  },
  twitch: {
    title: "Twitch",
    ...simple("twitch"),
    where: "EventSub: `transport` of Create EventSub Subscription",
    secret: "`transport.secret`, which you choose",
    time: FIVE_MINUTES,
    identity: "`Twitch-Eventsub-Message-Id`, which is signed",
    notes: ["A new subscription sends `webhook_callback_verification`: see [handshakes](handshakes.md)."],
  },
  zoom: {
    title: "Zoom",
    ...simple("zoom"),
    where: "Marketplace > your app > Features > Event Subscriptions",
    secret: "the app's secret token",
    time: FIVE_MINUTES,
    identity: BY_BODY,
    notes: [
      "Zoom validates the address by `endpoint.url_validation`, again every 72 hours: see [handshakes](handshakes.md).",
    ],
  },
};
