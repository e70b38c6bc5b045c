/** Settings that processes of one restaurant share, as whoever runs several must give them. */
import { randomBytes } from "node:crypto";

const secret = (prefix = "") => prefix + randomBytes(32).toString("base64url");

/** A fresh set of good secrets. */
export function sharedSecrets() {
  return {
    JWT_SECRET: secret(),
    REFRESH_SECRET: secret(),
    CSRF_SECRET: secret(),
    SEAL_SECRET: secret(),
    TRACK_SECRET: secret(),
    STRIPE_WEBHOOK_SECRET: secret("whsec_"),
    RAZORPAY_WEBHOOK_SECRET: secret(),
    TWILIO_AUTH_TOKEN: randomBytes(16).toString("hex"),
  };
}
