/** Counts in this process while the shared store is away, against this process's share of each quota. */
import { memoryLimitStore } from "./memory-store.js";
import { type Policy, withQuota } from "./policy.js";
import type { SlotAsk, Slots } from "./slots.js";
import type { Ask, Verdict } from "./step.js";

/** What counts in this process. */
export interface LocalShare {
  take(asks: readonly Ask[], now: number): readonly Verdict[];
  acquire(asks: readonly SlotAsk[], now: number): Slots;
  forget(key: string): void;
}

/** Answers from this process's memory; each quota is divided by the number of processes. */
export function localShare(processes: number): LocalShare {
  const store = memoryLimitStore();
  const shareOf = remembered((policy: Policy) => divided(policy, processes));
  const slotsOf = remembered((policy: SlotAsk["policy"]) => ({ ...policy, atOnce: part(policy.atOnce, processes) }));
  const take = (asks: readonly Ask[], now: number): readonly Verdict[] => {
    const local = asks.map(({ key, policy, cost }) => {
      const share = shareOf(policy);
      // What is one request there is one here; a cost that would be refused there is refused here.
      return { key, policy: share, cost: cost <= policy.burst ? Math.min(cost, share.burst) : cost };
    });
    // The declared policy stays the one that is told; only the count is the share's.
    return store
      .take(local, now)
      .map((verdict, index) => ({ ...verdict, policy: asks[index]?.policy ?? verdict.policy }));
  };
  const acquire = (asks: readonly SlotAsk[], now: number): Slots => {
    const local = asks.map(({ key, policy }) => ({ key, policy: slotsOf(policy) }));
    const slots = store.acquire(local, now);
    const verdicts = slots.verdicts.map((verdict, at) => ({ ...verdict, policy: asks[at]?.policy ?? verdict.policy }));
    return { ...slots, verdicts };
  };
  return { take, acquire, forget: (key) => store.forget(key) };
}

function remembered<Policy extends object>(make: (policy: Policy) => Policy): (policy: Policy) => Policy {
  const made = new WeakMap<Policy, Policy>();
  return (policy) => {
    const known = made.get(policy) ?? make(policy);
    made.set(policy, known);
    return known;
  };
}

function divided(policy: Policy, processes: number): Policy {
  const quota = part(policy.quota, processes);
  return withQuota(policy, { quota, burst: Math.min(quota, part(policy.burst, processes)) });
}

/** One process's part of a whole, and never nothing. */
function part(whole: number, processes: number): number {
  return Math.max(1, Math.floor(whole / processes));
}
