/** Gives a client another chance: forgets what was counted for it, and lifts its ban. */
import { configFault, type SecretOr } from "../../kernel/index.js";
import { addressKey } from "./address.js";
import { type PartValues, partitionKey } from "./partition-key.js";
import type { Policy } from "./policy.js";
import type { LimitStore } from "./store.js";

/** Whose counter, and where it is kept. */
export interface Unban {
  /** The store itself: the one from `withOutagePolicy` would keep a failure to itself. */
  readonly store: LimitStore;
  /** The same name, parts, window and algorithm as the limit that refuses. */
  readonly policy: Policy;
  /** What the policy counts by; an address in any spelling. */
  readonly values: PartValues;
  readonly pepper?: SecretOr<string>;
  /** As the gate counts, where it was told. */
  readonly ipv6Prefix?: number;
}

/**
 * Forgets a counter and its ban, at an administrator's word.
 *
 * @throws ConfigError `option_invalid` where a part the policy counts by is missing, or the store cannot forget
 * @throws Whatever the store throws: the ban then still stands.
 * @example
 * await unban({ store, policy: signIn, values: { address: "192.0.2.1" } });
 */
export async function unban({ store, policy, values, pepper, ipv6Prefix }: Unban): Promise<void> {
  const { address } = values;
  const known = address === undefined ? values : { ...values, address: addressKey(address, { ipv6Prefix }) };
  const key = partitionKey(policy, known, pepper);
  if (key === undefined || store.forget === undefined) {
    const fix = key === undefined ? `Give a value for: ${policy.by.join(", ")}.` : "Use a store that can forget.";
    throw configFault("option_invalid", { where: "unban", fix });
  }
  await store.forget(key);
}
