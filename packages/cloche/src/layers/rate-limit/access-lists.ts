/** Who is never limited, and who is never let in: lists of networks and callers, read once. */
import { onlyKnown, type Refusal, refuse } from "../../kernel/index.js";
import { canonicalAddress } from "./address.js";
import { networks } from "./networks.js";

/** Whom a list names. */
export interface ListedClients {
  /** Addresses, networks such as "10.0.0.0/8", `loopback` and `private`. */
  readonly addresses?: readonly string[];
  /** Callers by their id. */
  readonly callers?: readonly string[];
}

/** Both lists. */
export interface AccessListOptions {
  /** Not counted and not limited, such as the monitoring. */
  readonly exempt?: ListedClients;
  /** Refused, whatever else holds. */
  readonly denied?: ListedClients;
}

/** What is known of who asks. */
export interface Client {
  /** The client's address, as the trusted proxies tell it. */
  readonly address: string;
  readonly callerId?: string | undefined;
}

/** The lists, ready to be looked up. */
export interface AccessLists {
  /** `denied` goes before `exempt`; `undefined` where neither list names the client. */
  find(client: Client): "exempt" | "denied" | undefined;
  describe(): string;
}

/**
 * Reads an allow-list and a deny-list. A caller can only be looked up once identified: ask before and after.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const lists = accessLists({ exempt: { addresses: ["10.1.0.0/16"], callers: ["svc-monitoring"] } });
 * lists.find({ address: "10.1.2.3" }); // "exempt"
 */
export function accessLists(options: AccessListOptions): AccessLists {
  onlyKnown(options, ["exempt", "denied"], "accessLists");
  const denied = listed(options.denied ?? {}, { where: "accessLists.denied", mayBeWide: true });
  const exempt = listed(options.exempt ?? {}, { where: "accessLists.exempt", mayBeWide: false });
  const words = `exempt: ${inWords(options.exempt)}; denied: ${inWords(options.denied)}`;
  return Object.freeze({
    find: (client: Client) => (denied(client) ? "denied" : exempt(client) ? "exempt" : undefined),
    describe: () => words,
  });
}

/** The refusal of a client that is on the deny-list. */
export const DENIED_CLIENT: Refusal = Object.freeze(refuse("forbidden", { reason: "deny_listed" }));

interface Reading {
  readonly where: string;
  readonly mayBeWide: boolean;
}

function listed(list: ListedClients, { where, mayBeWide }: Reading): (client: Client) => boolean {
  onlyKnown(list, ["addresses", "callers"], where);
  const callers = new Set(list.callers ?? []);
  const within = networks(list.addresses ?? [], `${where}.addresses`, mayBeWide ? undefined : EXEMPTS_EVERYBODY);
  const byAddress = (list.addresses ?? []).length > 0;
  return ({ address, callerId }) =>
    (callerId !== undefined && callers.has(callerId)) || (byAddress && within(canonicalAddress(address) ?? ""));
}

const EXEMPTS_EVERYBODY = Object.freeze({
  code: "option_invalid",
  fix: "Name your own networks; one this wide exempts much of the Internet from every limit.",
} as const);

function inWords({ addresses = [], callers = [] }: ListedClients = {}): string {
  return `${addresses.length} networks, ${callers.length} callers`;
}
