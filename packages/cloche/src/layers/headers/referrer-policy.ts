/** Referrer-Policy: what a link tells the next site. */
import { configFault, oneOf } from "../../kernel/index.js";

const REFERRER_POLICIES = Object.freeze([
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
] as const);

/** One value of Referrer-Policy. */
export type ReferrerPolicyToken = (typeof REFERRER_POLICIES)[number];

/**
 * @param policy One value, or several from the least to the most preferred; browsers take the last they know.
 * @throws ConfigError `option_invalid`
 */
export function referrerPolicy(policy: ReferrerPolicyToken | readonly ReferrerPolicyToken[]): string {
  const where = "referrerPolicy";
  const list: readonly unknown[] = Array.isArray(policy) ? policy : [policy];
  const tokens = list.map((token) => oneOf(token, REFERRER_POLICIES, where));
  if (tokens.length > 0 && new Set(tokens).size === tokens.length) return tokens.join(", ");
  throw configFault("option_invalid", { where, fix: "Give at least one policy, and each only once." });
}
