/** Addresses as numbers: an IPv4 address as one, an IPv6 address as eight groups of 16 bits. */
import { isIPv4, isIPv6 } from "node:net";

const COLON = 58;

/** The number of a valid IPv4 address. */
export function ipv4Number(address: string): number {
  let number = 0;
  for (const byte of address.split(".")) number = number * 256 + Number(byte);
  return number;
}

/** The eight groups of an IPv6 address without a zone, `undefined` where the text is none. */
export function ipv6Groups(address: string): number[] | undefined {
  if (!isIPv6(address)) return undefined;
  const text = withoutDottedEnd(address);
  const groups: number[] = [];
  let gap = -1;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) === COLON) {
      if (text.charCodeAt(at + 1) === COLON) gap = groups.length;
      at += 1;
      continue;
    }
    const colon = text.indexOf(":", at);
    const end = colon < 0 ? text.length : colon;
    groups.push(Number.parseInt(text.slice(at, end), 16));
    at = end;
  }
  if (gap >= 0) groups.splice(gap, 0, ...ZEROS.slice(groups.length));
  return groups;
}

const ZEROS: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];

function withoutDottedEnd(address: string): string {
  if (!address.includes(".")) return address;
  const start = address.lastIndexOf(":") + 1;
  const number = ipv4Number(address.slice(start));
  return `${address.slice(0, start)}${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
}

/** The groups with every bit after `prefix` set to 0. */
export function masked(groups: readonly number[], prefix: number): number[] {
  return groups.map((group, index) => group & groupMask(prefix - index * 16));
}

function groupMask(bits: number): number {
  const kept = Math.min(16, Math.max(0, bits));
  return (0xffff << (16 - kept)) & 0xffff;
}

/** A test for addresses that agree with `network` in its first `prefix` bits. */
export function within(prefix: number, network: string): (address: string) => boolean {
  return isIPv4(network) ? within4(prefix, ipv4Number(network)) : within6(prefix, ipv6Groups(network) ?? []);
}

function within4(prefix: number, network: number): (address: string) => boolean {
  const size = 2 ** (32 - prefix);
  const block = Math.floor(network / size);
  return (address) => isIPv4(address) && Math.floor(ipv4Number(address) / size) === block;
}

function within6(prefix: number, network: readonly number[]): (address: string) => boolean {
  const block = masked(network, prefix);
  return (address) => {
    const groups = ipv6Groups(address);
    if (groups === undefined) return false;
    return block.every((group, index) => ((groups[index] ?? 0) & groupMask(prefix - index * 16)) === group);
  };
}
