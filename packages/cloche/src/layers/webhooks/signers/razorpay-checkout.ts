/** Signs what Razorpay hands to the browser after a payment. */
import { createSecretKey } from "node:crypto";
import { revealed, type SecretOr } from "../../../kernel/index.js";
import {
  checkoutContent,
  type OrderConfirmation,
  type PaymentLinkConfirmation,
  type RazorpayConfirmation,
  type SubscriptionConfirmation,
} from "../razorpay-checkout.js";
import { hmacDigest } from "../signing-key.js";

/** A confirmation before it is signed. */
export type UnsignedConfirmation =
  | Omit<OrderConfirmation, "signature">
  | Omit<SubscriptionConfirmation, "signature">
  | Omit<PaymentLinkConfirmation, "signature">;

/**
 * The confirmation with its signature.
 *
 * @throws TypeError where a field could not be signed
 * @example
 * confirm(signRazorpayCheckout({ orderId: "order_1", paymentId: "pay_1" }, keySecret));
 */
export function signRazorpayCheckout(fields: UnsignedConfirmation, secret: SecretOr<string>): RazorpayConfirmation {
  const content = checkoutContent({ ...fields, signature: "" });
  if (content === undefined) throw new TypeError("A field of the confirmation cannot be signed.");
  const key = createSecretKey(Buffer.from(revealed(secret), "utf8"));
  return { ...fields, signature: hmacDigest("sha256", key, [content]).toString("hex") };
}
