/** Counts in this process while the shared store is away, against this process's share of each quota. */
import { memoryLimitStore } from "./memory-store.js";
import { type Policy, policyOf } from "./policy.js";
import type { Ask, Verdict } from "./step.js";

/** Answers from this process's memory; each quota is divided by the number of processes. */
export function localShare(processes: number): (asks: readonly Ask[], now: number) => readonly Verdict[] {
  const store = memoryLimitStore();
  const shares = new WeakMap<Policy, Policy>();
  const shareOf = (policy: Policy): Policy => {
    const known = shares.get(policy);
    if (known !== undefined) return known;
    const share = divided(policy, processes);
    shares.set(policy, share);
    return share;
  };
  return (asks, now) => {
    const local = asks.map(({ key, policy, cost }) => {
      const share = shareOf(policy);
      return { key, policy: share, cost: Math.min(cost, share.burst) };
    });
    // The declared policy stays the one that is told; only the count is the share's.
    return store
      .take(local, now)
      .map((verdict, index) => ({ ...verdict, policy: asks[index]?.policy ?? verdict.policy }));
  };
}

function divided({ name, quota, windowSeconds, algorithm, by, burst }: Policy, processes: number): Policy {
  const share = Math.max(1, Math.floor(quota / processes));
  const options = { name, quota: share, window: windowSeconds, algorithm, by };
  const holdsBurst = algorithm === "token-bucket" || algorithm === "gcra";
  const held = Math.max(1, Math.min(share, Math.floor(burst / processes)));
  return policyOf(holdsBurst ? { ...options, burst: held } : options, name);
}
