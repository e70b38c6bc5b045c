/** Gives a restaurant in development the partners it has no keys of. Production never gets one. */
import { Secret } from "cloche";
import type { OptionalRotating, Rotating } from "cloche/secrets";
import { type Config, orElse, type PartnersConfig } from "../server/platform/index.js";
import { type Partners, startPartners } from "./start-partners.js";

/** A configuration in which every partner can be asked, and what runs for it. */
export interface WithPartners {
  readonly config: Config;
  /** `undefined` where none had to be started. */
  readonly partners: Partners | undefined;
}

/** Starts the partners where keys are missing outside production; keys that are given lead to the real hosts. */
export async function withDevelopmentPartners(config: Config, certificate?: string): Promise<WithPartners> {
  const { stripe, razorpay, twilio, mail, delivery } = config.partners;
  const isWhole = [stripe(), razorpay(), twilio(), mail, delivery()[0]].every((one) => one !== undefined);
  if (config.production || isWhole) return { config, partners: undefined };
  const partners = await startPartners({
    restaurantUrl: config.publicBaseUrl,
    stripeWebhookSecret: textOf(config.stripeWebhookSecret),
    razorpayWebhookSecret: textOf(config.razorpayWebhookSecret),
    twilioAuthToken: textOf(config.twilioAuthToken),
    certificate,
  });
  return { config: { ...config, partners: orElse(config.partners, imitated(partners)) }, partners };
}

/** As the restaurant has it now: an imitation learns of a change by itself. */
const textOf = (secret: OptionalRotating) => () => secret.current()?.reveal() ?? "";

/** The partners as the restaurant's configuration names them. */
export function imitated({ stripe, razorpay, twilio, mail, delivery }: Partners): Required<PartnersConfig> {
  const { keyId } = razorpay;
  const keySecret = new Secret(razorpay.keySecret, "RAZORPAY_API_KEY secret");
  return {
    stripe: { secretKey: new Secret(stripe.secretKey, "STRIPE_SECRET_KEY"), apiUrl: stripe.url },
    razorpay: { keyId, keySecret, apiUrl: razorpay.url },
    twilio: { accountSid: twilio.accountSid, from: twilio.from, apiUrl: twilio.url },
    mail: { url: new Secret(mail.smtpUrl, "SMTP_URL"), from: mail.from },
    delivery: { publicKey: ofOneVersion(new Secret(delivery.publicKey, "DELIVERY_PUBLIC_KEY")) },
  };
}

/** An imitation keeps its key. */
function ofOneVersion(secret: Secret): Rotating {
  return { current: () => secret, all: () => [{ label: secret.label, secret }], onChange: () => () => {} };
}
