/** The limits that hold for a route, its own or the gate's default for its path, as data that can be compared. */
import { type ConcurrencyPolicy, type Policy, readAnyLimit } from "../layers/rate-limit/index.js";
import type { Contract } from "./contract.js";
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
 * The limits of a route: its own, or the gate's default of the longest prefix of its path.
 *
 * @throws ConfigError where a limit cannot be read
 */
export function effectiveLimits(contract: Contract, options: GateOptions): readonly PostureLimit[] {
  const own = listOf(contract.limit).map((one) => postureLimit(readAnyLimit(one, contract.name)));
  if (own.some(({ windowSeconds }) => windowSeconds !== undefined)) return own;
  const [fallback] = Object.entries(options.limits?.defaults ?? {})
    .filter(([prefix]) => contract.path.startsWith(prefix))
    .sort(([one], [other]) => other.length - one.length);
  if (fallback === undefined) return own;
  return [{ ...postureLimit(readAnyLimit(fallback[1], "default")), isDefault: true }, ...own];
}

type OneLimit = Parameters<typeof readAnyLimit>[0];

function listOf(spec: Contract["limit"]): readonly OneLimit[] {
  if (spec === undefined) return [];
  return Array.isArray(spec) ? (spec as readonly OneLimit[]) : [spec as OneLimit];
}

function postureLimit(policy: Policy | ConcurrencyPolicy): PostureLimit {
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
