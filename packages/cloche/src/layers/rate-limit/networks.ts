/** Reads networks in CIDR notation and tells whether an address is within them. */
import { isIPv4 } from "node:net";
import { configFault, table } from "../../kernel/index.js";
import { canonicalAddress } from "./address.js";
import { within } from "./address-bits.js";

const NAMED: Readonly<Record<string, readonly string[]>> = table({
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "169.254.0.0/16", "fe80::/10"],
});

/** The widest networks that are still somebody's own: 10.0.0.0/8 and fc00::/7. */
const WIDEST = Object.freeze({ ipv4: 8, ipv6: 7 });

/**
 * Reads addresses, CIDR networks, `loopback` and `private`.
 *
 * @throws ConfigError `option_invalid` where an entry is none of those, `proxy_untrusted` where it spans the Internet.
 */
export function networks(entries: readonly string[], where: string): (address: string) => boolean {
  const tests = entries.flatMap((entry, index) => {
    const named = Object.hasOwn(NAMED, entry) ? NAMED[entry] : undefined;
    return (named ?? [entry]).map((network) => networkTest(network, `${where}[${index}]`));
  });
  return (address) => tests.some((isWithin) => isWithin(address));
}

function networkTest(network: string, where: string): (address: string) => boolean {
  const { address, family, prefix } = readNetwork(network, where);
  if (prefix >= WIDEST[family]) return within(prefix, address);
  throw configFault("proxy_untrusted", {
    where,
    fix: "Name the proxies' own networks; one this wide lets anybody on the Internet choose their address.",
  });
}

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
