/** The limits that hold for a route, its own or the gate's default for its path, as data that can be compared. */
import type { Contract } from "./contract.js";
import { readDefaults } from "./default-limits.js";
import { type AnyPolicy, defaultsFor, readLimits, withDefaults } from "./limits.js";
import type { GateOptions } from "./parts.js";

/** One limit. What is left out has its usual value: the quota at once, a cost of 1, nothing in shadow. */
export interface PostureLimit {
  readonly quota: number;
  /** The window in seconds; without it so many may run at the same time. */
  readonly windowSeconds?: number;
  readonly by: readonly string[];
  readonly algorithm?: string;
  readonly burst?: number;
  /** What a request counts for, or that a function works it out. */
  readonly cost?: number | "computed";
  readonly unit?: string;
  readonly ban?: Readonly<Record<string, unknown>>;
  readonly shadow?: true;
  readonly whenAway?: string;
  readonly forgetOnSuccess?: true;
  readonly leaseSeconds?: number;
  /** Whether it is the gate's default for the path. */
  readonly isDefault?: true;
}

/**
 * The limits of a route: its own, and of the gate's default for the longest prefix of its path those whose kind it does
 * not name.
 *
 * @throws ConfigError where a limit cannot be read
 */
export function effectiveLimits(contract: Contract, { limits }: GateOptions): readonly PostureLimit[] {
  const own = readLimits(contract.limit, contract.name);
  return withDefaults(own, defaultsFor(readDefaults(limits), contract.path)).map((policy) =>
    own.includes(policy) ? postureLimit(policy) : { ...postureLimit(policy), isDefault: true },
  );
}

function postureLimit(policy: AnyPolicy): PostureLimit {
  const { by, shadow, whenAway } = policy;
  const shared = { by, ...(shadow && { shadow }), ...(whenAway !== undefined && { whenAway }) };
  if ("atOnce" in policy) return { quota: policy.atOnce, leaseSeconds: policy.leaseSeconds, ...shared };
  const { quota, windowSeconds, algorithm, burst, cost, costOf, unit, ban, forgetOnSuccess } = policy;
  return {
    quota,
    windowSeconds,
    algorithm,
    ...shared,
    ...(burst !== quota && { burst }),
    ...(costOf !== undefined ? { cost: "computed" } : cost !== 1 && { cost }),
    ...(unit !== "requests" && { unit }),
    ...(ban !== undefined && { ban: { ...ban } }),
    ...(forgetOnSuccess && { forgetOnSuccess }),
  };
}
