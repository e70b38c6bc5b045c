/** Named limits that can be changed while the process runs. */
import { configFault } from "../../kernel/index.js";
import { type LimitInput, readLimit } from "./limit.js";
import type { Policy } from "./policy.js";

/** A set of limits under names that stay the same. */
export interface LiveLimits<Name extends string> {
  /** The policy under this name, as it is now. Ask for it at each request; it is a look-up. */
  current(name: Name): Policy;
  /**
   * Puts other limits in force, all at once. What is wrong leaves the old ones as they are. A counter goes on where
   * name, window and algorithm stay; only its quota changes.
   *
   * @throws ConfigError what reading a limit throws, or `option_invalid` where a name is missing or new
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
 */
export function liveLimits<const Name extends string>(initial: Readonly<Record<Name, LimitInput>>): LiveLimits<Name> {
  let inForce = readAll(initial);
  const names = [...inForce.keys()];
  return Object.freeze({
    current(name: Name) {
      const policy = inForce.get(name);
      if (policy !== undefined) return policy;
      throw configFault("option_invalid", { where: "liveLimits", fix: `Ask for one of: ${names.join(", ")}.` });
    },
    replace(limits: Readonly<Record<Name, LimitInput>>) {
      const next = readAll(limits);
      if (next.size !== names.length || names.some((name) => !next.has(name))) {
        throw configFault("option_invalid", { where: "liveLimits", fix: `Give exactly: ${names.join(", ")}.` });
      }
      inForce = next;
    },
  });
}

function readAll(limits: Readonly<Record<string, LimitInput>>): ReadonlyMap<string, Policy> {
  return new Map(Object.entries(limits).map(([name, input]) => [name, readLimit(input, name)]));
}
