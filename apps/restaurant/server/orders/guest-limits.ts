/** How often one guest may ask, beside what their address may: a browser is known by its cookie, a customer by who they are. */
import type { Clock, Refusal, RequestHead } from "cloche";
import { addressKey, type LimitStore, limit, partitionKey, quotaExceeded } from "cloche/rate-limit";

/** What is counted, and how much of it is allowed. */
const POLICIES = {
  quote: limit("30 per minute by caller", { name: "quote-guest" }),
  // Whoever brings no cookie shares one count with all others at the address who bring none.
  quoteUnknown: limit("60 per minute by address", { name: "quote-unknown" }),
  order: limit("5 per 10 minutes by caller", { name: "order-guest" }),
  link: limit("30 per minute by caller", { name: "track-link" }),
  wrongLink: limit("20 per hour by address", { name: "track-wrong-link" }),
} as const;

/** An address as it is counted: of IPv6 its network. */
export function addressOf({ address }: Pick<RequestHead, "address">): string {
  return addressKey(address);
}

/** Counts guests. */
export interface GuestLimits {
  /** Counts one, and refuses where that was one too many. */
  readonly take: (what: keyof typeof POLICIES, whose: string) => Promise<Refusal | undefined>;
}

/** What counting needs. */
export interface GuestLimitsDeps {
  /** Where the gate counts, so that several processes share what they count here as well. */
  readonly store: Pick<LimitStore, "take">;
  readonly clock: Clock;
}

/** Makes the counts. */
export function guestLimits({ store, clock }: GuestLimitsDeps): GuestLimits {
  return {
    async take(what, whose) {
      const policy = POLICIES[what];
      // One count for all whose key could not be made: nobody goes uncounted.
      const key = partitionKey(policy, { caller: whose, address: whose }) ?? policy.scope;
      return quotaExceeded(await store.take([{ key, policy, cost: 1 }], clock.now()));
    },
  };
}
