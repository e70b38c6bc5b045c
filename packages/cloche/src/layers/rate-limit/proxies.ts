/** Tells who the client is behind the proxies that are known, and believes nobody else about it. */
import { configFault, onlyKnown, wholeNumber } from "../../kernel/index.js";
import { canonicalAddress } from "./address.js";
import { networks, TRUSTS_EVERYBODY } from "./networks.js";

/** Which proxies stand in front: none, a number of them, or those in the given networks. */
export type ProxySpec = "none" | { readonly hops: number } | { readonly trusted: readonly string[] };

/** What the proxies in front are believed about. */
export interface Proxies {
  /**
   * The client's canonical address, `unknown` where there is none.
   *
   * @param peer The address of the connection itself.
   * @param forwardedFor `X-Forwarded-For` as received, several joined by commas.
   */
  clientAddress(peer: string, forwardedFor: string | undefined): string;
  /** Whether the client's own connection is encrypted, by `X-Forwarded-Proto` where a proxy is in front. */
  secure(peerEncrypted: boolean, peer: string, forwardedProto: string | undefined): boolean;
  /** What is trusted, in words. */
  describe(): string;
}

/**
 * Reads `X-Forwarded-For` from right to left, since everything left of the last trusted proxy's entry was written by
 * the client (ASVS 5.0, 4.1.3 and 15.3.4).
 *
 * - `"none"`: the connection's own address.
 * - `{ hops: n }`: exactly n proxies stand in front, each appending the address it heard from.
 * - `{ trusted: [...] }`: the first address from the right that is in none of these networks. `loopback` and
 *   `private` are known by name.
 *
 * @throws ConfigError `proxy_untrusted` where everybody would be trusted; `option_unknown` or `option_invalid`
 * @example
 * proxies({ trusted: ["10.0.0.0/8"] }).clientAddress("10.0.0.7", "198.51.100.1, 203.0.113.9"); // "203.0.113.9"
 */
export function proxies(spec: ProxySpec): Proxies {
  if (spec === "none") return NO_PROXIES;
  if (typeof spec !== "object" || spec === null) throw untrusted("proxies");
  if ("hops" in spec) return byHops(spec);
  if ("trusted" in spec) return byNetworks(spec);
  throw configFault("option_invalid", { where: "proxies", fix: 'Give "none", { hops } or { trusted }.' });
}

const NO_PROXIES: Proxies = Object.freeze({
  clientAddress: (peer: string) => canonicalAddress(peer) ?? "unknown",
  secure: (peerEncrypted: boolean) => peerEncrypted,
  describe: () => "no proxy is trusted",
});

function byHops(spec: { readonly hops: number }): Proxies {
  onlyKnown(spec, ["hops"], "proxies");
  const hops = wholeNumber(spec.hops, "proxies.hops", { min: 1, max: 16 });
  return Object.freeze({
    clientAddress: (peer: string, forwardedFor: string | undefined) =>
      walk(peer, forwardedFor, (_address, step) => step < hops),
    secure: (peerEncrypted: boolean, _peer: string, forwardedProto: string | undefined) =>
      forwardedProto === undefined ? peerEncrypted : saysHttps(forwardedProto, hops),
    describe: () => `${hops} ${hops === 1 ? "proxy" : "proxies"} in front`,
  });
}

function byNetworks(spec: { readonly trusted: readonly string[] }): Proxies {
  onlyKnown(spec, ["trusted"], "proxies");
  if (!Array.isArray(spec.trusted) || spec.trusted.length === 0) throw untrusted("proxies.trusted");
  const isTrusted = networks(spec.trusted, "proxies.trusted", TRUSTS_EVERYBODY);
  const words = `proxies in ${spec.trusted.join(", ")}`;
  return Object.freeze({
    clientAddress: (peer: string, forwardedFor: string | undefined) => walk(peer, forwardedFor, isTrusted),
    secure: (peerEncrypted: boolean, peer: string, forwardedProto: string | undefined) =>
      forwardedProto === undefined || !isTrusted(canonicalAddress(peer) ?? "")
        ? peerEncrypted
        : saysHttps(forwardedProto, 1),
    describe: () => words,
  });
}

type Trusts = (address: string, step: number) => boolean;

/** Goes left as long as whoever wrote the entry is trusted; an entry that is no address ends the walk where it is. */
function walk(peer: string, forwardedFor: string | undefined, trusts: Trusts): string {
  let current = canonicalAddress(peer);
  let end = forwardedFor?.length ?? 0;
  for (let step = 0; forwardedFor !== undefined && end > 0 && trusts(current ?? "", step); step += 1) {
    const comma = forwardedFor.lastIndexOf(",", end - 1);
    const next = canonicalAddress(withoutPort(forwardedFor.slice(comma + 1, end).trim()));
    if (next === undefined) break;
    current = next;
    end = comma;
  }
  return current ?? "unknown";
}

const IPV4_AND_PORT = /^([\d.]+):\d{1,5}$/;
const BRACKETED = /^\[([^\]]+)\](?::\d{1,5})?$/;

/** Some proxies append the client's port. */
function withoutPort(entry: string): string {
  if (!entry.includes(":")) return entry;
  return BRACKETED.exec(entry)?.[1] ?? IPV4_AND_PORT.exec(entry)?.[1] ?? entry;
}

/** What the proxy that many hops away wrote; where fewer wrote, the furthest of them. */
function saysHttps(forwardedProto: string, hops: number): boolean {
  const entries = forwardedProto.split(",");
  return entries[Math.max(0, entries.length - hops)]?.trim().toLowerCase() === "https";
}

function untrusted(where: string) {
  return configFault("proxy_untrusted", {
    where,
    fix: 'Say who is in front: "none", { hops: 1 }, or { trusted: ["10.0.0.0/8"] }.',
  });
}
