/** The limits that hold where a route names none of its own, and what else the gate's limits are checked for at start. */
import { configFault, onlyKnown, wholeNumber } from "../kernel/index.js";
import { type AnyPolicy, checkLimits, type DefaultLimits, limitStage, readLimits } from "./limits.js";
import type { LimitsOptions } from "./parts.js";

const KNOWN = ["store", "defaults", "failures", "tenantOf", "pepper", "lists", "ipv6Prefix"];

/**
 * Refuses limits of the gate that cannot be meant.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 */
export function checkLimitsOptions(limits: LimitsOptions | undefined): void {
  if (limits === undefined) return;
  onlyKnown(limits, KNOWN, "createGate limits");
  if (limits.ipv6Prefix !== undefined) {
    // Wider than a /32 is a whole provider's network, whose customers would share one counter.
    wholeNumber(limits.ipv6Prefix, "createGate limits.ipv6Prefix", { min: 32, max: 128 });
  }
}

/**
 * Reads the defaults, the longest prefix first.
 *
 * @throws ConfigError what reading a limit throws, or `contract_contradiction` where one counts by what is not known of
 *   every request
 */
export function readDefaults(limits: Pick<LimitsOptions, "store" | "defaults"> | undefined): readonly DefaultLimits[] {
  return Object.entries(limits?.defaults ?? {})
    .map(([prefix, spec]) => {
      const where = `createGate limits.defaults ${prefix}`;
      const policies = readLimits(spec, where, nameOf(prefix));
      // A default holds where nobody is identified too; counted by caller, all of them would share one counter.
      checkLimits(policies, { knowsCaller: false, hasPartner: false, hasBody: false }, where);
      for (const policy of policies) {
        checkCost(policy, where);
        limits?.store.check?.(policy, where);
      }
      return { prefix, policies };
    })
    .sort((one, other) => other.prefix.length - one.prefix.length);
}

function checkCost(policy: AnyPolicy, where: string): void {
  if (limitStage(policy) !== "input") return;
  throw configFault("contract_contradiction", {
    where: `${where} cost`,
    fix: "Give a number: a default is asked before anything was read that a cost could be worked out from.",
  });
}

function nameOf(prefix: string): string {
  return prefix.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "all";
}
