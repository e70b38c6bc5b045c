/** Fetches what a stranger's URL points to without becoming the stranger's hand inside the house (SSRF, CWE-918). */
import { configFault, onlyKnown } from "../../kernel/index.js";
import { fetchOnce, type OneAnswer } from "./fetch-once.js";
import {
  type FetchPolicy,
  hostOf,
  type ReadPolicy,
  type ResolveHost,
  readFetchPolicy,
  type UrlFault,
} from "./fetch-policy.js";
import { isAddressRefused, pinnedLookup, systemResolver } from "./pinned-lookup.js";

/** What is sent. */
export interface SafeRequest {
  /** Default: GET. */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Ends the request from outside. */
  readonly signal?: AbortSignal;
}

/** An answer. Its content is as it was sent, and not decompressed. */
export interface SafeAnswer {
  /** Where it came from, which is another URL after a redirect. */
  readonly url: string;
  readonly status: number;
  readonly headers: OneAnswer["headers"];
  readonly bytes: Uint8Array;
}

/** Why there is no answer. */
export interface FetchFault {
  readonly fault: UrlFault | "redirect_refused" | "answer_too_large" | "timed_out" | "unreachable";
}

/** Fetches a URL. Rejects with a `ConfigError` where the request holds an option or a header that it may not. */
export type SafeFetch = (url: string | URL, request?: SafeRequest) => Promise<SafeAnswer | FetchFault>;

const REQUEST_OPTIONS = ["method", "headers", "body", "signal"];
// The first three decide which server answers and where the message ends, and are not the caller's to choose.
const OWN_HEADERS: ReadonlySet<string> = new Set(["host", "connection", "transfer-encoding", "content-length"]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Makes a fetch for URLs that others chose (ASVS 5.0, 1.3.6).
 *
 * Schemes, ports and hosts are on a list. The host is looked up once, every address it has must be public, and the
 * connection goes to just those. No credentials in the URL, no redirects unless asked for, and then each is held to the
 * same policy and takes no headers along to another origin. Time and size are bounded.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `duration_unreadable`
 * @example
 * const fetchPicture = safeFetcher({ maxBytes: 2_000_000, timeout: "5 seconds" });
 * await fetchPicture("http://169.254.169.254/latest/meta-data"); // { fault: "scheme_refused" }
 */
export function safeFetcher(policy: FetchPolicy = {}): SafeFetch {
  const read = readFetchPolicy(policy);
  const resolve = policy.resolve ?? systemResolver;
  return async (url, request = {}) => {
    checkRequest(request);
    const deadline = AbortSignal.timeout(read.timeoutMilliseconds);
    const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
    try {
      return await follow(url, { ...request, signal }, { policy: read, resolve });
    } catch (error) {
      if (isAddressRefused(error)) return { fault: "address_refused" };
      return { fault: deadline.aborted ? "timed_out" : "unreachable" };
    }
  };
}

/**
 * Fetches one URL under a policy; `safeFetcher` reads the policy once for many.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `duration_unreadable`
 * @example
 * await safeFetch("https://[::1]/", { schemes: ["https"] }); // { fault: "address_refused" }
 */
export async function safeFetch(url: string | URL, policy: FetchPolicy = {}): Promise<SafeAnswer | FetchFault> {
  return safeFetcher(policy)(url);
}

interface Means {
  readonly policy: ReadPolicy;
  readonly resolve: ResolveHost;
}

async function follow(
  from: string | URL,
  request: SafeRequest & { readonly signal: AbortSignal },
  means: Means,
): Promise<SafeAnswer | FetchFault> {
  const { maxRedirects } = means.policy;
  let headers = request.headers;
  let next = from;
  for (let redirects = 0; ; redirects += 1) {
    const url = means.policy.checkUrl(next);
    if (typeof url === "string") return { fault: url };
    const answer = await send(url, { ...request, headers: headers ?? {} }, means);
    if (!REDIRECTS.has(answer.status)) return settled(url, answer);
    const target = location(answer, url);
    const followed = request.method === undefined || request.method === "GET" || request.method === "HEAD";
    if (target === undefined || !followed || redirects >= maxRedirects) return { fault: "redirect_refused" };
    // Headers may hold a credential that is meant for the first host alone.
    if (target.origin !== url.origin) headers = undefined;
    next = target;
  }
}

function send(
  url: URL,
  { method = "GET", headers = {}, body, signal }: SafeRequest & { readonly signal: AbortSignal },
  { policy, resolve }: Means,
): Promise<OneAnswer> {
  const host = hostOf(url);
  return fetchOnce(url, {
    method,
    headers: { accept: "*/*", ...headers, "accept-encoding": "identity" },
    body,
    signal,
    lookup: pinnedLookup(resolve, (address) => policy.mayReach(host, address)),
    maxBytes: policy.maxBytes,
  });
}

function settled(url: URL, { status, headers, bytes }: OneAnswer): SafeAnswer | FetchFault {
  return bytes === undefined ? { fault: "answer_too_large" } : { url: url.href, status, headers, bytes };
}

function location({ headers }: OneAnswer, base: URL): URL | undefined {
  const { location: to } = headers;
  return typeof to === "string" && URL.canParse(to, base.href) ? new URL(to, base.href) : undefined;
}

function checkRequest(request: SafeRequest): void {
  onlyKnown(request, REQUEST_OPTIONS, "safeFetch.request");
  for (const name of Object.keys(request.headers ?? {})) {
    if (!OWN_HEADERS.has(name.toLowerCase())) continue;
    throw configFault("option_invalid", { where: `safeFetch.request.headers.${name}`, fix: "Leave it out." });
  }
}
