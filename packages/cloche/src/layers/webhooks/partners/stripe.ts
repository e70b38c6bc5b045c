/** Stripe: `Stripe-Signature: t=...,v1=...`, HMAC-SHA256 over `t.body`. */
import { configFault } from "../../../kernel/index.js";
import { fieldOf } from "../event-id.js";
import type { TimedPartnerOptions } from "../hmac.js";
import { type PairedScheme, pairedPartner } from "../paired-header.js";
import type { SyncPartner } from "../partner.js";

/** Stripe's scheme. Its other versions, such as `v0` in test mode, are not believed. */
export const STRIPE: PairedScheme = {
  name: "stripe",
  header: "stripe-signature",
  separator: ",",
  timestampKey: "t",
  signatureKey: "v1",
  joint: ".",
  checkSecret(value, where) {
    if (value.startsWith("whsec_")) return;
    throw configFault("key_unusable", {
      where,
      fix: 'Give the endpoint\'s signing secret, which starts with "whsec_"; an API key cannot verify.',
    });
  },
  // A retry carries the same `evt_...`, while its body may differ (`pending_webhooks` counts down).
  eventIdOf: fieldOf("id"),
};

/**
 * Deliveries of Stripe.
 *
 * @param options `secrets`: the endpoint's `whsec_...`, the current one first; `toleranceSeconds`: 300 by default, to
 * both sides of now.
 * @throws ConfigError `secret_weak`, `key_unusable`, `option_invalid` or `option_unknown`
 * @example
 * stripe({ secrets: [{ label: "2026", secret: current }, { label: "2025", secret: old, expiresAt: endOfMay }] });
 */
export function stripe(options: TimedPartnerOptions): SyncPartner {
  return pairedPartner(STRIPE, options);
}
