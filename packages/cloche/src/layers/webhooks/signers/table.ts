/** Signs as each partner would, for tests and for sending a trial event to a running API. */
import { table } from "../../../kernel/index.js";
import { DISCORD } from "../partners/discord.js";
import { GITHUB } from "../partners/github.js";
import { LEMON_SQUEEZY } from "../partners/lemon-squeezy.js";
import { META } from "../partners/meta.js";
import { PADDLE } from "../partners/paddle.js";
import { RAZORPAY } from "../partners/razorpay.js";
import { SENDGRID } from "../partners/sendgrid.js";
import { SHOPIFY } from "../partners/shopify.js";
import { SLACK } from "../partners/slack.js";
import { squareScheme } from "../partners/square.js";
import { STRIPE } from "../partners/stripe.js";
import { TWITCH } from "../partners/twitch.js";
import { ZOOM } from "../partners/zoom.js";
import { hmacSigner } from "./hmac.js";
import { pairedSigner } from "./paired.js";
import { privateKeySigner } from "./private-key.js";
import { standardSigner } from "./standard.js";
import { type Signer, urlOf } from "./to-sign.js";
import { signTwilio } from "./twilio.js";

/** Signs as Stripe does. */
export const signStripe: Signer = pairedSigner(STRIPE);
/** Signs as Razorpay does. */
export const signRazorpay: Signer = hmacSigner(RAZORPAY);
/** Signs as Standard Webhooks says, under `webhook-` headers. */
export const signStandard: Signer = standardSigner("webhook");

/** A signer for every partner of `PARTNERS`, under the same name. */
export const SIGNERS = table({
  clerk: standardSigner("svix"),
  discord: privateKeySigner(DISCORD.scheme),
  github: hmacSigner(GITHUB),
  "lemon-squeezy": hmacSigner(LEMON_SQUEEZY),
  meta: hmacSigner(META),
  paddle: pairedSigner(PADDLE),
  razorpay: signRazorpay,
  sendgrid: privateKeySigner(SENDGRID.scheme, "sha256"),
  shopify: hmacSigner(SHOPIFY),
  slack: hmacSigner(SLACK),
  square: (delivery) => hmacSigner(squareScheme(urlOf(delivery)))(delivery),
  standard: signStandard,
  stripe: signStripe,
  svix: standardSigner("svix"),
  twilio: signTwilio,
  twitch: hmacSigner(TWITCH),
  zoom: hmacSigner(ZOOM),
} satisfies Record<string, Signer>);
