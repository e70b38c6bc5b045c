/** Stripe: an attempt is a Checkout Session, so no card data and no script of Stripe's come near this server. */
import type { Secret } from "cloche";
import Stripe from "stripe";
import type { PaymentFact } from "../payment-facts.js";
import {
  type AttemptToBegin,
  type KnownAttempt,
  PartnerRefused,
  type PaymentProvider,
  type RefundToAsk,
} from "./provider.js";
import { readable } from "./reading.js";
import {
  INTENT_STATUS,
  intentFact,
  refundFact,
  type StripeSide,
  sessionExpired,
  stripeAmount,
} from "./stripe-facts.js";

/** How Stripe is reached. */
export interface StripeOptions {
  readonly secretKey: Secret;
  /** Another address than Stripe's own, for the imitation. */
  readonly apiUrl?: string | undefined;
}

const PATIENCE_MILLISECONDS = 10_000;

/** Whether a key moves real money. */
export function isLiveStripeKey(key: Secret): boolean {
  return /^(?:sk|rk)_live_/.test(key.reveal());
}

function clientOf({ secretKey, apiUrl }: StripeOptions): Stripe {
  return new Stripe(secretKey.reveal(), {
    ...(apiUrl === undefined ? {} : addressOf(apiUrl)),
    timeout: PATIENCE_MILLISECONDS,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

/** Whether Stripe takes the key for what it is needed for; throws where Stripe does not answer. */
export async function stripeTakes(options: StripeOptions): Promise<boolean> {
  try {
    await clientOf(options).checkout.sessions.list({ limit: 1 });
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError) return false;
    // A restricted key that may not see checkout sessions cannot open one.
    if (error instanceof Stripe.errors.StripePermissionError) return false;
    throw error;
  }
}

/** Makes the partner. */
export function stripeProvider({ secretKey, apiUrl }: StripeOptions): PaymentProvider {
  const client = clientOf({ secretKey, apiUrl });
  const side: StripeSide = { live: isLiveStripeKey(secretKey), account: undefined };
  const { sessions } = client.checkout;
  const look = async ({ ref }: KnownAttempt) =>
    sessionFacts(await asked(sessions.retrieve(ref, { expand: ["payment_intent"] })), side);
  return {
    name: "stripe",
    async begin(attempt) {
      const session = await asked(sessions.create(sessionOf(attempt), { idempotencyKey: `pay:${attempt.paymentId}` }));
      return { ref: session.id, checkout: linkTo(session.url) };
    },
    async checkoutOf({ ref }) {
      const { status, url } = await asked(sessions.retrieve(ref));
      return status === "open" ? linkTo(url) : undefined;
    },
    look,
    async cancel(attempt) {
      try {
        return sessionFacts(await asked(sessions.expire(attempt.ref)), side);
      } catch (error) {
        // Only an open session can be ended; of any other it counts how it did end.
        if (error instanceof PartnerRefused) return look(attempt);
        throw error;
      }
    },
    async refund(wish) {
      const { refunds } = client;
      const made = wish.known === undefined ? refunds.create(...refundOf(wish)) : refunds.retrieve(wish.known);
      return readable(refundFact(await asked(made), side));
    },
  };
}

function sessionOf({ orderId, paymentId, amount, currency, title, returnUrl }: AttemptToBegin) {
  const metadata = { order_id: orderId, payment_id: paymentId };
  const price = {
    currency: currency.toLowerCase(),
    unit_amount: stripeAmount(amount, currency),
    product_data: { name: title },
  };
  return {
    mode: "payment" as const,
    line_items: [{ quantity: 1, price_data: price }],
    client_reference_id: orderId,
    metadata,
    // The events that tell of money are the intent's, so it carries the ids as well.
    payment_intent_data: { metadata },
    success_url: returnUrl,
    cancel_url: returnUrl,
  };
}

function refundOf({ refundId, paymentRef, amount, currency }: RefundToAsk) {
  const wish = {
    payment_intent: paymentRef,
    amount: stripeAmount(amount, currency),
    metadata: { refund_id: refundId },
  };
  return [wish, { idempotencyKey: `refund:${refundId}` }] as const;
}

interface SessionNow {
  readonly status: string | null;
  readonly payment_intent: unknown;
}

function sessionFacts(session: SessionNow, side: StripeSide): readonly PaymentFact[] {
  const intent = session.payment_intent as { readonly status?: unknown } | string | null;
  const status = intent !== null && typeof intent === "object" ? INTENT_STATUS[String(intent.status)] : undefined;
  if (status !== undefined) return [readable(intentFact(intent, status, side))];
  return session.status === "expired" ? [readable(sessionExpired(session, side))] : [];
}

function linkTo(url: string | null) {
  if (url === null) throw new PartnerRefused("session_without_url");
  return { method: "GET", url, fields: {} } as const;
}

function addressOf(apiUrl: string) {
  const { hostname, port, protocol } = new URL(apiUrl);
  return { host: hostname, port: Number(port), protocol: protocol === "https:" ? "https" : "http" } as const;
}

async function asked<Answer>(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) throw new PartnerRefused(error.code ?? "invalid");
    throw error;
  }
}
