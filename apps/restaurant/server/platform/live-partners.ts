/** How each partner is reached, as its keys are at the moment: they come, change and go while the process runs. */
import { Secret } from "cloche";
import type { LabelledSecret, OptionalRotating } from "cloche/secrets";

/** How Stripe is reached. */
export interface StripeAccess {
  readonly secretKey: Secret;
  /** Another address than the partner's own, for an imitation. */
  readonly apiUrl?: string | undefined;
}

/** How Razorpay is reached. */
export interface RazorpayAccess {
  readonly keyId: string;
  readonly keySecret: Secret;
  /** Whose events count. */
  readonly account?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/** How Twilio is reached, but for its token. */
export interface TwilioAccess {
  readonly accountSid: string;
  readonly from: string;
  readonly apiUrl?: string | undefined;
}

/** How e-mail is handed over; it is read once. */
export interface MailAccess {
  readonly url: Secret;
  readonly from: string;
}

/** The partners of one moment; one that is not there is not asked. */
export interface PartnersConfig {
  readonly stripe?: StripeAccess;
  readonly razorpay?: RazorpayAccess;
  readonly twilio?: TwilioAccess;
  readonly mail?: MailAccess;
  readonly delivery?: { readonly publicKey: OptionalRotating };
}

/** The partners, from memory; each answer is the same object for as long as its key is. */
export interface LivePartners {
  readonly stripe: () => StripeAccess | undefined;
  readonly razorpay: () => RazorpayAccess | undefined;
  readonly twilio: () => TwilioAccess | undefined;
  readonly mail: MailAccess | undefined;
  /** The keys the delivery partner may sign with, the current one first. */
  readonly delivery: () => readonly LabelledSecret[];
  /** Where imitations of the payment partners take guests. */
  readonly imitations: readonly string[];
}

/** What the keys are read from. */
export interface PartnerKeys {
  readonly stripe: OptionalRotating;
  /** The key's id, a colon, and its secret. */
  readonly razorpay: OptionalRotating;
  /** The account's SID, a colon, and the number. */
  readonly twilio: OptionalRotating;
  readonly delivery: OptionalRotating;
}

/** Other addresses than the partners' own, for tests against imitations. */
export type PartnerUrls = Partial<Readonly<Record<"stripe" | "razorpay" | "twilio", string>>>;

/** What the partners are, beside their keys. */
export interface PartnersBeside {
  readonly razorpayAccount: string | undefined;
  readonly mail?: MailAccess | undefined;
  readonly urls?: PartnerUrls;
}

/** The partners behind keys that may change. */
export function livePartners(keys: PartnerKeys, beside: PartnersBeside): LivePartners {
  const { razorpayAccount: account, mail, urls = {} } = beside;
  return {
    stripe: following(keys.stripe, (secretKey) => ({ secretKey, apiUrl: urls.stripe })),
    razorpay: following(keys.razorpay, (pair) => ({ ...razorpayPair(pair), account, apiUrl: urls.razorpay })),
    twilio: following(keys.twilio, (pair) => {
      const [accountSid = "", from = ""] = pair.reveal().split(":");
      return { accountSid, from, apiUrl: urls.twilio };
    }),
    mail,
    delivery: () => keys.delivery.all(),
    imitations: [],
  };
}

/** Razorpay's key in its two parts. */
export function razorpayPair(pair: Secret): Pick<RazorpayAccess, "keyId" | "keySecret"> {
  const [keyId = "", keySecret = ""] = pair.reveal().split(":");
  return { keyId, keySecret: new Secret(keySecret, "RAZORPAY_API_KEY secret") };
}

/** The partners, and another wherever one is not there. */
export function orElse(partners: LivePartners, others: PartnersConfig): LivePartners {
  const { stripe, razorpay, twilio, mail, delivery } = others;
  return {
    stripe: () => partners.stripe() ?? stripe,
    razorpay: () => partners.razorpay() ?? razorpay,
    twilio: () => partners.twilio() ?? twilio,
    mail: partners.mail ?? mail,
    delivery() {
      const own = partners.delivery();
      return own.length > 0 ? own : (delivery?.publicKey.all() ?? []);
    },
    imitations: [stripe?.apiUrl, razorpay?.apiUrl].filter((url) => url !== undefined),
  };
}

/** Partners that stay what they are. */
export function steadyPartners(config: PartnersConfig): LivePartners {
  return orElse(NOBODY, config);
}

const nothing = () => undefined;
const NOBODY: LivePartners = {
  stripe: nothing,
  razorpay: nothing,
  twilio: nothing,
  mail: undefined,
  delivery: () => [],
  imitations: [],
};

/** What is made of the current version, anew only where that is another one. */
function following<Made>(secret: OptionalRotating, make: (current: Secret) => Made): () => Made | undefined {
  return remembered(() => secret.current(), make);
}

/** What is made of something that changes now and then, made anew only where it has. */
export function remembered<Of extends object, Made>(
  current: () => Of | undefined,
  make: (current: Of) => Made,
): () => Made | undefined {
  let last: { readonly of: Of; readonly made: Made } | undefined;
  return () => {
    const now = current();
    if (now === undefined) return undefined;
    if (last?.of !== now) last = { of: now, made: make(now) };
    return last.made;
  };
}
