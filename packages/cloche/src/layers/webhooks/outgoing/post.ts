/** Posts one body to one address that was resolved, judged and pinned; the only file here that opens connections. */
import { lookup } from "node:dns/promises";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Destination, mayCall, type ReadyPolicy } from "./destination.js";

/** Resolves a host name to all of its addresses. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

/** The system's own resolver. */
export const systemResolver: Resolver = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/** What to post, and within which bounds. */
export interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly policy: ReadyPolicy;
  readonly resolve: Resolver;
  /** Milliseconds for resolving, connecting and answering together. */
  readonly timeout: number;
  /** Certificates to trust instead of the system's, in PEM. */
  readonly trustedCertificates: string | undefined;
}

/** What the other side answered; its body is never read, so that nothing behind it can be learnt through us. */
export interface Posted {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Why there was no answer. */
export type PostFault = "host_unresolved" | "address_refused" | "connection_failed" | "timed_out";

/** Posts once. Redirects are answers like any other; nothing is followed. */
export async function post(destination: Destination, posting: Posting): Promise<Posted | PostFault> {
  const signal = AbortSignal.timeout(posting.timeout);
  const address = await settled(pinnedAddress(destination, posting), signal);
  if (address === undefined) return signal.aborted ? "timed_out" : "host_unresolved";
  if (address === "") return "address_refused";
  try {
    return await exchange(destination, { ...posting, address, signal });
  } catch {
    return signal.aborted ? "timed_out" : "connection_failed";
  }
}

/**
 * The one address to connect to; empty where any of the host's addresses may not be called: a name that points both
 * outside and inside is a trick.
 */
async function pinnedAddress(destination: Destination, { policy, resolve }: Posting): Promise<string> {
  const { hostname } = destination;
  const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname];
  const [first] = addresses;
  if (first === undefined) throw new Error("The host has no address.");
  return addresses.every((address) => mayCall(address, destination, policy)) ? first : "";
}

async function settled<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([promise.catch(() => undefined), aborted]);
}

interface Exchange extends Posting {
  readonly address: string;
  readonly signal: AbortSignal;
}

function exchange({ url, secure }: Destination, exchange: Exchange): Promise<Posted> {
  const { address, headers, body, signal, trustedCertificates: ca } = exchange;
  const options = {
    method: "POST",
    // Without a pool no connection is shared, and none is open longer than its exchange.
    agent: false,
    lookup: pinned(address),
    headers: { ...headers, "content-length": String(body.length), connection: "close" },
    signal,
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    const call = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      response.on("error", () => {});
      response.destroy();
    });
    call.on("error", reject);
    call.end(body);
  });
}

/** Answers every look-up with the address that was judged, so that a second answer of the name server counts nothing. */
function pinned(address: string): LookupFunction {
  const family = isIP(address);
  return (_hostname, options, answer) => {
    if (options.all === true) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
}
