/** The one ordering of this process: Next.js may load a module once for each of its bundles. */
import { randomBytes } from "node:crypto";
import { handlers, localSettings, type Ordering, openOrdering, type Settings } from "example-shared";

const holder = globalThis as { ordering?: Ordering };
holder.ordering ??= openOrdering(settings());

export const { gate } = holder.ordering;
export const { login, place, read, paid } = handlers(holder.ordering);

/** The build loads every route and answers no request; it needs no secrets, and must not keep any. */
function settings(): Settings {
  if (process.env["NEXT_PHASE"] !== "phase-production-build") return localSettings(0);
  const [jwtSecret, stripeWebhookSecret] = [
    randomBytes(48).toString("base64"),
    `whsec_${randomBytes(24).toString("hex")}`,
  ];
  return { jwtSecret, stripeWebhookSecret };
}
