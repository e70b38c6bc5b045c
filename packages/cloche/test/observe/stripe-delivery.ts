/** A delivery as Stripe would send it, signed with any secret. */
import { createHmac } from "node:crypto";

/** The request of a delivery. */
export function stripeDelivery(
  event: object,
  { secret, at }: { readonly secret: string; readonly at: number },
): { readonly method: "POST"; readonly headers: Record<string, string>; readonly body: string } {
  const body = JSON.stringify(event);
  const time = Math.floor(at / 1000);
  const signature = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "stripe-signature": `t=${time},v1=${signature}` };
  return { method: "POST", headers, body };
}
