/** One spelling for each network address, and one counter for each network that one subscriber holds. */
import { isIPv4 } from "node:net";
import { ipv6Groups, masked } from "./address-bits.js";

/**
 * The one spelling of an address, or `undefined` where the text is none. IPv4 that is carried in IPv6 (mapped
 * `::ffff:0:0/96`, and NAT64 `64:ff9b::/96` of RFC 6052) becomes IPv4; IPv6 is written as RFC 5952 says; a zone is
 * dropped. Without this, the notation would choose the counter.
 *
 * @example
 * canonicalAddress("::FFFF:192.0.2.1"); // "192.0.2.1"
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const groups = ipv6Groups(withoutZone(text));
  if (groups === undefined) return undefined;
  return carriesIpv4(groups) ? ipv4Of(groups) : ipv6Text(groups);
}

/** How addresses are gathered into counters. */
export interface AddressKeyOptions {
  /** How many leading bits of an IPv6 address make the counter, 64 where nothing is said. */
  readonly ipv6Prefix?: number | undefined;
}

/**
 * The counter of an address: IPv4 as it is, IPv6 by its network, since one subscriber holds all of a /64. What is not
 * an address shares the counter `unknown`.
 *
 * @example
 * addressKey("2001:db8::1"); // "2001:db8::/64"
 */
export function addressKey(address: string, { ipv6Prefix = 64 }: AddressKeyOptions = {}): string {
  if (isIPv4(address)) return address;
  const groups = ipv6Groups(withoutZone(address));
  if (groups === undefined) return "unknown";
  if (carriesIpv4(groups)) return ipv4Of(groups);
  return `${ipv6Text(masked(groups, ipv6Prefix))}/${ipv6Prefix}`;
}

function withoutZone(address: string): string {
  const zone = address.indexOf("%");
  return zone < 0 ? address : address.slice(0, zone);
}

function carriesIpv4(groups: readonly number[]): boolean {
  const [first, second, third, fourth, fifth, sixth] = groups;
  if (third !== 0 || fourth !== 0 || fifth !== 0) return false;
  return (first === 0 && second === 0 && sixth === 0xffff) || (first === 0x64 && second === 0xff9b && sixth === 0);
}

function ipv4Of(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** RFC 5952 section 4: lower case, no leading zeros, the longest run of two or more zero groups as "::". */
function ipv6Text(groups: readonly number[]): string {
  const { start, length } = longestZeros(groups);
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
