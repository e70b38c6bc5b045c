/** Tells addresses of the public internet from those of one's own house (ASVS 5.0, 1.3.6). */
import { BlockList, isIP } from "node:net";

/** Special-purpose IPv4 ranges (RFC 6890 and its IANA registry), with the reason none may be reached for a stranger. */
const CLOSED_V4 = [
  "0.0.0.0/8", // this network; Linux connects 0.0.0.0 to itself
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT; Alibaba Cloud's metadata service
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's host agent
  "169.254.0.0/16", // link-local; the metadata service of most clouds
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments; Oracle Cloud's metadata service
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved and broadcast
];

/** The only IPv6 range that is assigned to the internet. */
const GLOBAL_UNICAST = ["2000::/3"];
/** What lies in that range without being public. */
const CLOSED_V6 = [
  "2001::/23", // protocol assignments, among them Teredo, which carries an IPv4 address
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4, which carries an IPv4 address
  "3fff::/20", // documentation
];

const closedV4 = blockList(CLOSED_V4, "ipv4");
const globalUnicast = blockList(GLOBAL_UNICAST, "ipv6");
const closedV6 = blockList(CLOSED_V6, "ipv6");

/** Prefixes whose last 32 bits are the IPv4 address that is really reached: mapped, and NAT64 (RFC 6052). */
const CARRIERS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0xffff],
  [0x64, 0xff9b, 0, 0, 0, 0],
];

/**
 * Whether the address is one of the public internet: not private, loopback, link-local, shared, reserved, multicast or a
 * cloud's metadata service, in IPv4, in IPv6, or in IPv4 carried inside IPv6. What is no address is not public.
 *
 * @param address - an IPv4 address of four decimal numbers, or an IPv6 address without brackets and zone.
 * @example
 * isPublicAddress("93.184.215.14");    // true
 * isPublicAddress("::ffff:127.0.0.1"); // false
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closedV4.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  const carried = carriedV4(address);
  if (carried !== undefined) return !closedV4.check(carried, "ipv4");
  return globalUnicast.check(address, "ipv6") && !closedV6.check(address, "ipv6");
}

/** The IPv4 address inside a mapped or NAT64 address. */
function carriedV4(address: string): string | undefined {
  const groups = groupsOf(address);
  if (!CARRIERS.some((prefix) => prefix.every((group, index) => groups[index] === group))) return undefined;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}

/** The eight 16-bit groups of a valid IPv6 address. */
function groupsOf(address: string): readonly number[] {
  // The URL standard's serialiser writes a dotted tail as two groups.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

function blockList(ranges: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
