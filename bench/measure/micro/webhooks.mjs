/** Verifying Stripe's signature over an event of 1.5 KB. */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { stripe as clocheStripe } from "cloche/webhooks";
import Stripe from "stripe";
import { STRIPE_API_KEY, WEBHOOK_SECRET, WEBHOOK_TOLERANCE_S } from "../../peers/workload.mjs";
import { EVENT_BODY, stripeSignature } from "../client.mjs";

const bytes = Buffer.from(EVENT_BODY);
const key = createSecretKey(Buffer.from(WEBHOOK_SECRET));
const sdk = new Stripe(STRIPE_API_KEY).webhooks;
const partner = clocheStripe({ secrets: WEBHOOK_SECRET });

let header = stripeSignature();
setInterval(() => {
  header = stripeSignature();
}, 60_000).unref();

function byHand() {
  let timestamp = "";
  let signature = "";
  for (const part of header.split(",")) {
    if (part.startsWith("t=")) timestamp = part.slice(2);
    else if (part.startsWith("v1=")) signature = part.slice(3);
  }
  const expected = createHmac("sha256", key).update(`${timestamp}.`).update(bytes).digest();
  const actual = Buffer.from(signature, "hex");
  const holds = actual.length === expected.length && timingSafeEqual(actual, expected);
  return holds && Math.abs(Date.now() / 1000 - Number(timestamp)) <= WEBHOOK_TOLERANCE_S;
}

const head = {
  method: "POST",
  target: "/webhooks/stripe",
  address: "192.0.2.1",
  secure: true,
  header: (name) => (name === "stripe-signature" ? header : undefined),
  headerCount: () => 1,
};

function verify() {
  const verification = partner.verify({ head, bytes, now: Date.now() });
  if (!("eventId" in verification)) throw new Error(verification.fault);
  return verification;
}

export const GROUPS = {
  "webhooks: Stripe": [
    { name: "HMAC by hand", run: byHand },
    { name: "cloche/webhooks verify", run: verify, atMost: [1.2, "HMAC by hand"] },
    { name: "HMAC by hand, then JSON.parse", run: () => byHand() && JSON.parse(bytes.toString()) },
    {
      name: "cloche/webhooks verify, then JSON.parse",
      run: () => verify() && JSON.parse(bytes.toString()),
      atMost: [1.2, "HMAC by hand, then JSON.parse"],
    },
    { name: "stripe constructEvent (parses too)", run: () => sdk.constructEvent(bytes, header, WEBHOOK_SECRET) },
    { name: "stripe constructEventAsync", run: () => sdk.constructEventAsync(bytes, header, WEBHOOK_SECRET) },
  ],
};
