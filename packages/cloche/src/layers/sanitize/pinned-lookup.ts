/** Looks a host up once, judges every address it has, and connects to those and no others (DNS rebinding). */
import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import type { ResolveHost } from "./fetch-policy.js";

const REFUSED = "ADDRESS_REFUSED";

/** The system's resolver, the hosts file included. */
export const systemResolver: ResolveHost = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** A lookup for `node:net` that fails where any of the host's addresses may not be reached. */
export function pinnedLookup(resolve: ResolveHost, mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (addresses: readonly string[]) => {
      const [first] = addresses;
      // One closed address among open ones is how rebinding begins, so the whole answer is refused.
      if (first === undefined || !addresses.every(mayReach)) callback(refused(), "", 0);
      else if (options.all === true) callback(null, addresses.map(withFamily));
      else callback(null, first, isIP(first));
    };
    const fail = (error: NodeJS.ErrnoException) => callback(error, "", 0);
    resolve(hostname).then(answer, fail);
  };
}

function withFamily(address: string): LookupAddress {
  return { address, family: isIP(address) };
}

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error("The host has an address that may not be reached."), { code: REFUSED });
}

/** Whether a request failed because of `pinnedLookup`. */
export function isAddressRefused(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === REFUSED;
}
