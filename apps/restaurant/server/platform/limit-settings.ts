/** The settings that say how often others may ask. */
import { readLimit } from "cloche/rate-limit";
import { setting } from "cloche/secrets";
import { z } from "zod";

/** Their group, which observation shares. */
export const LIMITS = "Limits and observation";

const limitText = z.string().refine(isLimit, "Write it like the example.");
const orNothing = z.union([limitText, z.undefined()]);

function isLimit(text: string): boolean {
  try {
    readLimit(text, "setting");
    return true;
  } catch {
    return false;
  }
}

export const LIMIT_SETTINGS = {
  LIMIT_ORDERS: setting({
    schema: orNothing,
    describe:
      "How often guests may order; 10 per hour by address in production, and LIMIT_DEFAULT elsewhere, unless it is said. " +
      "Raise it where guests at the tables share the house's network.",
    example: "60 per hour by address",
    group: LIMITS,
  }),
  LIMIT_PAYMENTS: setting({
    schema: orNothing,
    describe: "How often guests may begin to pay online; as with LIMIT_ORDERS.",
    example: "60 per hour by address",
    group: LIMITS,
  }),
  LIMIT_DEFAULT: setting({
    schema: limitText,
    describe: "How often one address may call the API where a route says nothing else.",
    default: "100 per 15 minutes by address",
    group: LIMITS,
  }),
} as const;
