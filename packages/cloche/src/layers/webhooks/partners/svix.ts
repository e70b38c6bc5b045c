/** Svix, and senders that use it, such as Clerk: Standard Webhooks under `svix-` headers. */
import type { TimedPartnerOptions } from "../hmac.js";
import type { SyncPartner } from "../partner.js";
import { standardPartner } from "./standard-webhooks.js";

/**
 * Deliveries sent through Svix. The unbranded `webhook-` headers are read where no `svix-signature` is present.
 *
 * @param options `secrets`: the endpoint's `whsec_...`; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * svix({ secrets: endpointSecret });
 */
export function svix(options: TimedPartnerOptions): SyncPartner {
  return standardPartner({ name: "svix", prefixes: ["svix", "webhook"] }, options);
}

/**
 * Deliveries of Clerk, which sends through Svix.
 *
 * @param options `secrets`: the endpoint's `whsec_...`; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * clerk({ secrets: endpointSecret });
 */
export function clerk(options: TimedPartnerOptions): SyncPartner {
  return standardPartner({ name: "clerk", prefixes: ["svix"] }, options);
}
