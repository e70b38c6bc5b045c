/** What is known of each key of a partner's: whose it is, and whether it tells that money moves by it. */
import type { PartnerKey, PartnerKeyName } from "../../contracts/index.js";

type Mode = "test" | "live";

interface KeyEntry {
  readonly partner: PartnerKey["partner"];
  /** Absent where the key does not tell. */
  readonly modeOf?: (text: string) => Mode;
}

const byPrefix = (live: RegExp) => (text: string) => (live.test(text) ? "live" : "test");

export const KEYS: Readonly<Record<PartnerKeyName, KeyEntry>> = {
  STRIPE_SECRET_KEY: { partner: "stripe", modeOf: byPrefix(/^(?:sk|rk)_live_/) },
  STRIPE_WEBHOOK_SECRET: { partner: "stripe" },
  RAZORPAY_API_KEY: { partner: "razorpay", modeOf: byPrefix(/^rzp_live_/) },
  RAZORPAY_WEBHOOK_SECRET: { partner: "razorpay" },
  TWILIO_SENDER: { partner: "twilio" },
  TWILIO_AUTH_TOKEN: { partner: "twilio" },
  DELIVERY_PUBLIC_KEY: { partner: "delivery" },
};

/** Four of fewer characters than these would leave too few to guess. */
const LEAST_SHOWN_OF = 24;
const SHOWN = 4;

/** As much of a key as may be seen. */
export function glimpse(name: PartnerKeyName, text: string): Pick<PartnerKey, "ending" | "mode"> {
  return {
    ending: text.length >= LEAST_SHOWN_OF ? text.slice(-SHOWN) : null,
    mode: KEYS[name].modeOf?.(text) ?? null,
  };
}
