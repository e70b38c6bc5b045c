/** Every partner the library knows, by name. */
import { table } from "../../../kernel/index.js";
import { adyen } from "./adyen.js";
import { awsSns } from "./aws-sns.js";
import { discord } from "./discord.js";
import { github } from "./github.js";
import { lemonSqueezy } from "./lemon-squeezy.js";
import { mailgun } from "./mailgun.js";
import { meta } from "./meta.js";
import { paddle } from "./paddle.js";
import { paypal } from "./paypal.js";
import { razorpay } from "./razorpay.js";
import { sendgrid } from "./sendgrid.js";
import { shopify } from "./shopify.js";
import { slack } from "./slack.js";
import { square } from "./square.js";
import { standardWebhooks } from "./standard-webhooks.js";
import { stripe } from "./stripe.js";
import { clerk, svix } from "./svix.js";
import { twilio } from "./twilio.js";
import { twitch } from "./twitch.js";
import { zoom } from "./zoom.js";

/** The functions that make a partner, each under its partner's name. */
export const PARTNERS = table({
  adyen,
  "aws-sns": awsSns,
  clerk,
  discord,
  github,
  "lemon-squeezy": lemonSqueezy,
  mailgun,
  meta,
  paddle,
  paypal,
  razorpay,
  sendgrid,
  shopify,
  slack,
  square,
  standard: standardWebhooks,
  stripe,
  svix,
  twilio,
  twitch,
  zoom,
});
