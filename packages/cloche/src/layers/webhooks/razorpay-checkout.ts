/** Razorpay's confirmation that a browser brings back: identifiers joined by `|`, signed with the API key secret. */

import type { Clock } from "../../kernel/index.js";
import { onlyKnown, systemClock } from "../../kernel/index.js";
import { ENCODINGS } from "./encodings.js";
import { findKey, isExpired } from "./engine.js";
import { fault, isWebhookFault, type WebhookFault } from "./faults.js";
import { keyRing, type Secrets } from "./key-ring.js";
import { hmacCheck } from "./signing-key.js";

interface PaymentAndSignature {
  readonly paymentId: string;
  /** `razorpay_signature` as the browser sent it. */
  readonly signature: string;
}

/** An order's payment. `orderId` must be the one this server stored, not the one the browser sent. */
export interface OrderConfirmation extends PaymentAndSignature {
  readonly orderId: string;
}

/** A subscription's first payment. `subscriptionId` must be the one this server stored. */
export interface SubscriptionConfirmation extends PaymentAndSignature {
  readonly subscriptionId: string;
}

/** A payment link's payment, as the callback's query tells it. */
export interface PaymentLinkConfirmation extends PaymentAndSignature {
  readonly paymentLinkId: string;
  /** May be empty, where the link was made without one. */
  readonly paymentLinkReferenceId: string;
  readonly paymentLinkStatus: string;
}

/** What the browser brings back. */
export type RazorpayConfirmation = OrderConfirmation | SubscriptionConfirmation | PaymentLinkConfirmation;

/** A confirmation that Razorpay signed. */
export interface ConfirmedCheckout {
  readonly confirmed: true;
  readonly secretLabel: string;
  readonly oldSecret: boolean;
}

/** Options of `razorpayCheckout`. */
export interface RazorpayCheckoutOptions {
  /** The API key's secret, the current one first. */
  readonly secrets: Secrets;
  readonly clock?: Clock;
}

const FIELD = /^[A-Za-z0-9_.:/ -]{1,256}$/;
const FIELD_OR_EMPTY = /^[A-Za-z0-9_.:/ -]{0,256}$/;

/**
 * A check of what Razorpay Checkout, a subscription or a payment link hands to the browser.
 *
 * It proves that the payment belongs to the order; that the money was captured is told by the webhook.
 *
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * const confirm = razorpayCheckout({ secrets: keySecret });
 * const outcome = confirm({ orderId: order.razorpayId, paymentId, signature });
 */
export function razorpayCheckout(
  options: RazorpayCheckoutOptions,
): (confirmation: RazorpayConfirmation) => ConfirmedCheckout | WebhookFault {
  onlyKnown(options, ["secrets", "clock"], "razorpayCheckout");
  const { secrets, clock = systemClock } = options;
  const keys = keyRing(secrets, {
    where: "razorpayCheckout.secrets",
    toCheck: (value) => hmacCheck("sha256", Buffer.from(value, "utf8")),
  });
  return (confirmation) => {
    const content = checkoutContent(confirmation);
    if (content === undefined) return fault("field_malformed");
    const signature = readSignature(confirmation.signature);
    if (signature === undefined) return fault("signature_malformed");
    const found = findKey(keys(), { signatures: [signature], content: [content] });
    if (isWebhookFault(found)) return found;
    if (isExpired(found.key, clock.now())) return fault("secret_expired");
    return { confirmed: true, secretLabel: found.key.label, oldSecret: found.index > 0 };
  };
}

function readSignature(text: unknown): Uint8Array | undefined {
  return typeof text === "string" ? ENCODINGS.hex(text) : undefined;
}

/** The text Razorpay signs, or `undefined` where a field is missing or could reach over a `|` into its neighbour. */
export function checkoutContent(confirmation: RazorpayConfirmation): string | undefined {
  const { paymentId } = confirmation;
  if ("orderId" in confirmation) return bounded([confirmation.orderId, paymentId]);
  if ("subscriptionId" in confirmation) return bounded([paymentId, confirmation.subscriptionId]);
  const { paymentLinkId, paymentLinkReferenceId, paymentLinkStatus } = confirmation;
  if (!FIELD_OR_EMPTY.test(paymentLinkReferenceId)) return undefined;
  const rest = bounded([paymentLinkStatus, paymentId]);
  const start = bounded([paymentLinkId]);
  return start && rest && `${start}|${paymentLinkReferenceId}|${rest}`;
}

function bounded(parts: readonly unknown[]): string | undefined {
  const fit = parts.every((part) => typeof part === "string" && FIELD.test(part));
  return fit ? parts.join("|") : undefined;
}
