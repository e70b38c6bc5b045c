/** Named limits that can be changed while the process runs. */
import { configFault } from "../../kernel/index.js";
import { type LimitInput, readLimit } from "./limit.js";
import type { Policy } from "./policy.js";

/** A set of limits under names that stay the same. */
export interface LiveLimits<Name extends string> {
  /** The policy under this name, as it is now. Ask for it at each request; it is a look-up. */
  current(name: Name): Policy;
  /**
   * The limit under this name for a contract or the gate's parts that read it once: whatever asks it hears what holds now.
   * What it counts by stays as it was, since that decides when it is asked.
   */
  live(name: Name): Policy;
  /**
   * Puts other limits in force, all at once. What is wrong leaves the old ones as they are. A counter goes on where
   * name, window and algorithm stay; only its quota changes.
   *
   * @throws ConfigError what reading a limit throws, or `option_invalid` where a name is missing or new, or where a limit
   *   that was handed out by `live` would count by something else
   */
  replace(limits: Readonly<Record<Name, LimitInput>>): void;
}

/**
 * Limits that an operator can change without a restart. A place where the limits are read, such as a file that is
 * watched, calls `replace`.
 *
 * @throws ConfigError what reading a limit throws
 * @example
 * const limits = liveLimits({ "sign-in": "5 per 15 minutes by address", menu: "600 per minute by address" });
 * limits.replace({ "sign-in": "3 per 15 minutes by address", menu: "600 per minute by address" });
 * limits.current("sign-in").quota; // 3
 * contract({ ..., limit: limits.live("sign-in") }); // follows each replace
 */
export function liveLimits<const Name extends string>(initial: Readonly<Record<Name, LimitInput>>): LiveLimits<Name> {
  let inForce = readAll(initial);
  const names = [...inForce.keys()];
  const handedOut = new Map<Name, Policy>();
  const current = (name: Name): Policy => {
    const policy = inForce.get(name);
    if (policy !== undefined) return policy;
    throw configFault("option_invalid", { where: "liveLimits", fix: `Ask for one of: ${names.join(", ")}.` });
  };
  return Object.freeze({
    current,
    live(name: Name) {
      const known = handedOut.get(name) ?? follows(() => current(name));
      handedOut.set(name, known);
      return known;
    },
    replace(limits: Readonly<Record<Name, LimitInput>>) {
      const next = readAll(limits);
      if (next.size !== names.length || names.some((name) => !next.has(name))) {
        throw configFault("option_invalid", { where: "liveLimits", fix: `Give exactly: ${names.join(", ")}.` });
      }
      for (const [name, policy] of handedOut) checkPlace(policy, next.get(name) as Policy, name);
      inForce = next;
    },
  });
}

const FIELDS =
  "name quota windowSeconds algorithm by cost costOf unit ban shadow whenAway forgetOnSuccess burst scope policyItem " +
  "quotedName describe";

/** A policy that is always the one in force. */
function follows(current: () => Policy): Policy {
  const getters = FIELDS.split(" ").map((field) => [
    field,
    { enumerable: true, get: () => current()[field as keyof Policy] },
  ]);
  return Object.freeze(Object.defineProperties({}, Object.fromEntries(getters) as PropertyDescriptorMap)) as Policy;
}

function checkPlace(was: Policy, now: Policy, name: string): void {
  if (was.by.join() === now.by.join() && (was.costOf === undefined) === (now.costOf === undefined)) return;
  throw configFault("option_invalid", {
    where: `liveLimits.${name}`,
    fix: `Count by ${was.by.join(" and ")} as before: what a limit counts by decides when it is asked.`,
  });
}

function readAll(limits: Readonly<Record<string, LimitInput>>): ReadonlyMap<string, Policy> {
  return new Map(Object.entries(limits).map(([name, input]) => [name, readLimit(input, name)]));
}
