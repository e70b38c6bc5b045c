/** Where a request that a stranger's URL causes may go, decided from the URL alone. */
import { isIP } from "node:net";
import {
  configFault,
  type Duration,
  entry,
  isPublicAddress,
  onlyKnown,
  seconds,
  table,
  wholeNumber,
} from "../../kernel/index.js";

/** Finds the addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** Which requests are sent. */
export interface FetchPolicy {
  /** The schemes, without colon. Default: `https`. */
  readonly schemes?: readonly ("https" | "http")[];
  /** The ports. Default: the schemes' own. */
  readonly ports?: readonly number[];
  /** The hosts, where only some are meant: `api.example.com`, or `*.example.com` for those below. Default: every one. */
  readonly hosts?: readonly string[];
  /** Hosts that may have an address which is not public. Default: none. */
  readonly internalHosts?: readonly string[];
  /** The most bytes of an answer. Default: 1 MiB. */
  readonly maxBytes?: number;
  /** For everything together, redirects included. Default: 10 seconds. */
  readonly timeout?: Duration;
  /** How many redirects of a GET or HEAD are followed, each held to the policy anew. Default: 0. */
  readonly maxRedirects?: number;
  /** Finds addresses. Default: the system's resolver. */
  readonly resolve?: ResolveHost;
}

/** Why a URL is not fetched. */
export type UrlFault =
  | "url_invalid"
  | "scheme_refused"
  | "credentials_in_url"
  | "port_refused"
  | "host_refused"
  | "address_refused";

/** A policy that was read. */
export interface ReadPolicy {
  readonly maxBytes: number;
  readonly timeoutMilliseconds: number;
  readonly maxRedirects: number;
  /** The URL where the policy lets it through. */
  checkUrl(url: string | URL): URL | UrlFault;
  /** Whether the host may be reached at the address. */
  mayReach(host: string, address: string): boolean;
}

const OPTIONS = "schemes ports hosts internalHosts maxBytes timeout maxRedirects resolve".split(" ");
const DEFAULT_PORTS = table({ https: 443, http: 80 });
const DEFAULT_MAX_BYTES = 1_048_576;
const DEFAULT_TIMEOUT_SECONDS = 10;
const MAX_URL_LENGTH = 8_192;
const HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$|^[0-9a-f:]+$/;

/**
 * Reads a policy.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `duration_unreadable`
 */
export function readFetchPolicy(given: FetchPolicy): ReadPolicy {
  onlyKnown(given, OPTIONS, "safeFetch");
  const schemes = new Set((given.schemes ?? ["https"]).map(readScheme));
  const ports = new Set(given.ports?.map(readPort) ?? [...schemes].map((scheme) => DEFAULT_PORTS[scheme]));
  const hosts = given.hosts === undefined ? undefined : hostTest(given.hosts, "safeFetch.hosts");
  const internal = hostTest(given.internalHosts ?? [], "safeFetch.internalHosts");
  const bounds = { min: 1, max: 268_435_456 };
  const mayReach = (host: string, address: string) => isPublicAddress(address) || (isIP(address) > 0 && internal(host));
  return {
    maxBytes: wholeNumber(given.maxBytes ?? DEFAULT_MAX_BYTES, "safeFetch.maxBytes", bounds),
    timeoutMilliseconds: seconds(given.timeout ?? DEFAULT_TIMEOUT_SECONDS, "safeFetch.timeout") * 1000,
    maxRedirects: wholeNumber(given.maxRedirects ?? 0, "safeFetch.maxRedirects", { min: 0, max: 10 }),
    mayReach,
    checkUrl(text) {
      const url = parsed(text);
      if (url === undefined) return "url_invalid";
      const scheme = entry(DEFAULT_PORTS, url.protocol.slice(0, -1));
      if (scheme === undefined || !schemes.has(url.protocol.slice(0, -1) as Scheme)) return "scheme_refused";
      if (url.username !== "" || url.password !== "") return "credentials_in_url";
      if (!ports.has(url.port === "" ? scheme : Number(url.port))) return "port_refused";
      const host = hostOf(url);
      if (hosts !== undefined && !hosts(host)) return "host_refused";
      // An address in the URL is never looked up, so it is judged here. The URL standard has read 0x7f.1 as 127.0.0.1.
      return isIP(host) > 0 && !mayReach(host, host) ? "address_refused" : url;
    },
  };
}

/** The host as resolvers take it: an IPv6 address without brackets, a name without the root's dot. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname.replace(/\.$/, "");
}

type Scheme = keyof typeof DEFAULT_PORTS;

function parsed(text: string | URL): URL | undefined {
  const href = typeof text === "string" ? text : text.href;
  return href.length <= MAX_URL_LENGTH && URL.canParse(href) ? new URL(href) : undefined;
}

function readScheme(scheme: string): Scheme {
  if (Object.hasOwn(DEFAULT_PORTS, scheme)) return scheme as Scheme;
  throw configFault("option_invalid", { where: "safeFetch.schemes", fix: 'Name "https", "http" or both.' });
}

function readPort(port: number): number {
  return wholeNumber(port, "safeFetch.ports", { min: 1, max: 65_535 });
}

function hostTest(patterns: readonly string[], where: string): (host: string) => boolean {
  for (const pattern of patterns) {
    if (HOST.test(pattern)) continue;
    throw configFault("option_invalid", { where, fix: 'Write hosts in lower case: "a.example" or "*.a.example".' });
  }
  const exact = new Set(patterns);
  const endings = patterns.filter((pattern) => pattern.startsWith("*.")).map((pattern) => pattern.slice(1));
  return (host) => exact.has(host) || endings.some((ending) => host.endsWith(ending));
}
