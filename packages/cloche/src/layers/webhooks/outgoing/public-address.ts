/** Tells addresses of the public Internet from all those that only exist inside a network, or stand for one. */
import { BlockList, isIP } from "node:net";

// The special-purpose registries of IANA (RFC 6890 and its updates). Clouds serve their metadata from 169.254.169.254,
// fd00:ec2::254 and 100.100.100.200, all of them inside these ranges.
const NOT_PUBLIC_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

// Public IPv6 is 2000::/3. Inside it stand documentation and the forms that carry an IPv4 address (Teredo, 6to4); the
// mapped, translated and compatible forms stand outside.
const PUBLIC_6 = ["2000::", 3] as const;
const NOT_PUBLIC_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const refused4 = listOf(NOT_PUBLIC_4, "ipv4");
const allowed6 = listOf([PUBLIC_6], "ipv6");
const refused6 = listOf(NOT_PUBLIC_6, "ipv6");
const loopback = listOf([["127.0.0.0", 8]], "ipv4");
loopback.addAddress("::1", "ipv6");

function listOf(networks: readonly (readonly [string, number])[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of networks) list.addSubnet(address, prefix, family);
  return list;
}

/** Whether an address, without brackets, is one of the public Internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused4.check(address, "ipv4");
  // A zone (`fe80::1%eth0`) only exists on a link.
  if (family !== 6 || address.includes("%")) return false;
  return allowed6.check(address, "ipv6") && !refused6.check(address, "ipv6");
}

/** Whether an address is this machine itself. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || address.toLowerCase().startsWith("::ffff:")) return false;
  return loopback.check(address, family === 4 ? "ipv4" : "ipv6");
}
