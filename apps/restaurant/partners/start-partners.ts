/**
 * Partners for development: servers on 127.0.0.1 that speak the wire protocols of Stripe, Razorpay, Twilio, a delivery
 * partner and a mail server, so that the restaurant and the partners' own packages run whole without an account anywhere.
 */
import { randomBytes } from "node:crypto";
import { type Deliveries, deliveries } from "./deliveries.js";
import { type DeliveryImitation, startDelivery } from "./delivery.js";
import { type RazorpayImitation, startRazorpay } from "./razorpay.js";
import { type SmtpImitation, startSmtp } from "./smtp.js";
import { type StripeImitation, startStripe } from "./stripe.js";
import { startTwilio, type TwilioImitation } from "./twilio.js";

/** What the partners share with the restaurant. */
export interface PartnersOptions {
  /** Where the restaurant is reached, without a slash at its end. */
  readonly restaurantUrl: string;
  readonly stripeWebhookSecret: Shared;
  readonly razorpayWebhookSecret: Shared;
  readonly twilioAuthToken: Shared;
  /** The certificate that the restaurant made for itself, PEM. */
  readonly certificate?: string | undefined;
}

/** A text, or what tells it at each use. */
type Shared = string | (() => string);

/** The running partners, and the keys that they take. */
export interface Partners {
  readonly stripe: StripeImitation & { readonly secretKey: string };
  readonly razorpay: RazorpayImitation & {
    readonly keyId: string;
    readonly keySecret: string;
    readonly account: string;
  };
  readonly twilio: TwilioImitation & { readonly accountSid: string; readonly from: string };
  readonly mail: SmtpImitation & { readonly from: string };
  readonly delivery: DeliveryImitation;
  readonly deliveries: Deliveries;
  readonly stop: () => Promise<void>;
}

/** A name that nobody can have (RFC 2606). */
const MAIL_FROM = "orders@restaurant.example";

/**
 * Starts the five of them.
 *
 * @example
 * const partners = await startPartners({ restaurantUrl, stripeWebhookSecret, razorpayWebhookSecret, twilioAuthToken });
 * partners.stripe.finish(sessionId, "pay");
 */
export async function startPartners(options: PartnersOptions): Promise<Partners> {
  const { restaurantUrl } = options;
  const authToken = told(options.twilioAuthToken);
  const carrier = deliveries(options.certificate);
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const stripeKeys = { secretKey: `sk_test_${hex(12)}` };
  const razorpayKeys = { keyId: `rzp_test_${hex(7)}`, keySecret: hex(12), account: `acc_${hex(7)}` };
  const twilioKeys = { accountSid: `AC${hex(16)}`, from: "+15005550006" };
  const to = (path: string) => ({ webhookUrl: `${restaurantUrl}/webhooks/${path}`, deliveries: carrier });
  const stripe = await startStripe({
    ...stripeKeys,
    ...to("stripe"),
    webhookSecret: told(options.stripeWebhookSecret),
  });
  const razorpay = await startRazorpay({
    ...razorpayKeys,
    ...to("razorpay"),
    webhookSecret: told(options.razorpayWebhookSecret),
  });
  const twilio = await startTwilio({ ...twilioKeys, authToken, deliveries: carrier });
  const mail = await startSmtp();
  const delivery = await startDelivery(to("delivery"));
  return {
    delivery,
    mail: { ...mail, from: MAIL_FROM },
    stripe: { ...stripe, ...stripeKeys },
    razorpay: { ...razorpay, ...razorpayKeys },
    twilio: { ...twilio, ...twilioKeys },
    deliveries: carrier,
    async stop() {
      carrier.stop();
      await Promise.all([stripe.stop(), razorpay.stop(), twilio.stop(), mail.stop(), delivery.stop()]);
    },
  };
}

const told = (shared: Shared): (() => string) => (typeof shared === "function" ? shared : () => shared);
