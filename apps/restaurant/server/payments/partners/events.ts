/** Every partner that tells of money, with its reader. */
import type { MoneyFact, NoFact, ProviderName } from "../payment-facts.js";
import { readRazorpayEvent } from "./razorpay-facts.js";
import { readStripeEvent } from "./stripe-facts.js";

const READERS: Readonly<Record<ProviderName, (type: string, payload: unknown) => MoneyFact | NoFact>> = Object.freeze({
  stripe: readStripeEvent,
  razorpay: readRazorpayEvent,
});

/** Reads a stored event of a partner. */
export function moneyFactOf(provider: ProviderName, type: string, payload: unknown): MoneyFact | NoFact {
  return READERS[provider](type, payload);
}
