/** Decides where a webhook may be sent, before anything is resolved or connected. */
import { onlyKnown, wholeNumber } from "../../../kernel/index.js";
import { isLoopback, isPublicAddress } from "./public-address.js";

/** What may be called. */
export interface DestinationPolicy {
  /** The ports that may be called; 443 alone by default. */
  readonly ports?: readonly number[];
  /** For development: also `http:` and any port, on this machine's loopback addresses only. */
  readonly dangerouslyAllowLoopback?: boolean;
}

/** A policy with nothing left open. */
export interface ReadyPolicy {
  readonly ports: ReadonlySet<number>;
  readonly loopback: boolean;
}

/** Where to send. */
export interface Destination {
  readonly url: URL;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

/** Why an address is not called. */
export type DestinationFault =
  | "url_malformed"
  | "url_with_credentials"
  | "scheme_refused"
  | "port_refused"
  | "address_refused";

const LONGEST_URL = 2048;

/**
 * Reads a policy.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 */
export function readyPolicy(policy: DestinationPolicy, where: string): ReadyPolicy {
  onlyKnown(policy, ["ports", "dangerouslyAllowLoopback"], where);
  const ports = (policy.ports ?? [443]).map((port) => wholeNumber(port, `${where}.ports`, { min: 1, max: 65_535 }));
  return { ports: new Set(ports), loopback: policy.dangerouslyAllowLoopback === true };
}

/** The destination a text names, or why it may not be called. The host's addresses are judged by `mayCall`. */
export function destinationOf(text: string, { ports, loopback }: ReadyPolicy): Destination | DestinationFault {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return "url_malformed";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "url_with_credentials";
  const secure = url.protocol === "https:";
  if (!secure && !(loopback && url.protocol === "http:")) return "scheme_refused";
  const port = Number(url.port === "" ? (secure ? 443 : 80) : url.port);
  if (!ports.has(port) && !loopback) return "port_refused";
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  return hostname === "" ? "url_malformed" : { url, hostname, port, secure };
}

/** Whether an address that the host resolved to may be connected to. */
export function mayCall(address: string, { secure, port }: Destination, { ports, loopback }: ReadyPolicy): boolean {
  if (loopback && isLoopback(address)) return true;
  return secure && ports.has(port) && isPublicAddress(address);
}
