/** Lets a client of one route begin anew: forgets what its limits have counted, bans included. */
import { configFault } from "../kernel/index.js";
import { type PartValues, unban } from "../layers/rate-limit/index.js";
import type { Contract } from "./contract.js";
import { defaultsFor, readLimits, withDefaults } from "./limits.js";
import type { GateParts } from "./parts.js";

/** Forgets what a route's limits have counted for a client. */
export type Forgive = (contract: Contract, client: PartValues) => Promise<void>;

/** Forgives by the very policies, store and pepper that the gate counts with. */
export function forgiving(parts: GateParts): Forgive {
  const { limits } = parts.options;
  return async (contract, client) => {
    const where = `${contract.name} limit`;
    const policies = withDefaults(
      readLimits(contract.limit, contract.name),
      defaultsFor(parts.defaults, contract.path),
    );
    const known: PartValues = { route: contract.name, partner: contract.from, ...client };
    const concerned = policies
      .filter((policy) => "quota" in policy)
      .filter(({ by }) => by.every((part) => part === "everyone" || known[part] !== undefined));
    if (limits === undefined || concerned.length === 0) {
      const parts = policies.map(({ by }) => by.join(" and ")).join("; ") || "nothing";
      throw configFault("option_invalid", { where, fix: `Name the client by what the route counts by: ${parts}.` });
    }
    const { store, pepper, ipv6Prefix } = limits;
    for (const policy of concerned) {
      await unban({
        store,
        policy,
        values: known,
        ...(pepper === undefined ? {} : { pepper }),
        ...(ipv6Prefix === undefined ? {} : { ipv6Prefix }),
      });
    }
  };
}
