/** Reads networks in CIDR notation and tells whether an address is within them. */
import { isIPv4 } from "node:net";
import { configFault, type FaultCode, table } from "../../kernel/index.js";
import { canonicalAddress } from "./address.js";
import { within } from "./address-bits.js";

const NAMED: Readonly<Record<string, readonly string[]>> = table({
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "169.254.0.0/16", "fe80::/10"],
});

/** The widest networks that are still somebody's own: 10.0.0.0/8 and fc00::/7. */
const WIDEST = Object.freeze({ ipv4: 8, ipv6: 7 });

/** What to say of a network that is wider than anybody's own. */
export interface TooWide {
  readonly code: FaultCode;
  readonly fix: string;
}

/** The fault of a proxy list that spans the Internet. */
export const TRUSTS_EVERYBODY: TooWide = Object.freeze({
  code: "proxy_untrusted",
  fix: "Name the proxies' own networks; one this wide lets anybody on the Internet choose their address.",
});

/**
 * Reads addresses, CIDR networks, `loopback` and `private`.
 *
 * @param tooWide The fault of a network that spans the Internet; without it such a network is taken.
 * @throws ConfigError `option_invalid` where an entry is none of those, or what `tooWide` says
 */
export function networks(entries: readonly string[], where: string, tooWide?: TooWide): (address: string) => boolean {
  if (!Array.isArray(entries)) {
    throw configFault("option_invalid", { where, fix: "Give a list of addresses and networks." });
  }
  const single = new Set<string>();
  const tests: ((address: string) => boolean)[] = [];
  for (const [index, entry] of entries.entries()) {
    for (const written of Object.hasOwn(NAMED, entry) ? (NAMED[entry] ?? []) : [entry]) {
      const network = readNetwork(written, `${where}[${index}]`);
      if (tooWide !== undefined && network.prefix < WIDEST[network.family]) {
        throw configFault(tooWide.code, { where: `${where}[${index}]`, fix: tooWide.fix });
      }
      // One look-up for all the single addresses, however long the list is.
      if (network.prefix === BITS[network.family]) single.add(network.address);
      else tests.push(within(network.prefix, network.address));
    }
  }
  return (address) => single.has(address) || tests.some((isWithin) => isWithin(address));
}

const BITS = Object.freeze({ ipv4: 32, ipv6: 128 });

interface Network {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

function readNetwork(network: string, where: string): Network {
  const [, text = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const address = canonicalAddress(text);
  const written = isIPv4(text) ? 32 : 128;
  const prefix = bits === undefined ? written : Number(bits);
  if (address === undefined || prefix > written) {
    throw configFault("option_invalid", {
      where,
      fix: 'Write an address, a network such as "10.0.0.0/8", "loopback" or "private".',
    });
  }
  if (!isIPv4(address)) return { address, family: "ipv6", prefix };
  // A network of IPv4 in IPv6 (`::ffff:0:0/96`) is that of its last 32 bits; a wider one spans all of IPv4.
  return { address, family: "ipv4", prefix: Math.max(0, prefix - (written - 32)) };
}
