/** Covers Next.js pages from `proxy.ts`: fresh nonces and headers, and no decision about who may pass. */
import type { NextRequest, NextResponse } from "next/server.js";
import { FetchFacts, type Gate } from "../../gate/index.js";
import { type Cover, pageNonce } from "../../layers/headers/index.js";

/**
 * The proxy for pages. Pages read the nonce with `(await headers()).get("x-nonce")`; Next.js puts it on its own scripts.
 * Authorisation never happens here: requests can reach a handler past the proxy, and none past its contract.
 *
 * @param cover Of preset `page` with `nonce: true`.
 * @throws ConfigError `policy_contradiction` where the cover takes no nonce
 * @example
 * const covered = pageProxy(gate, cover({ preset: "page", nonce: true }));
 * export const proxy = (request: NextRequest) => covered(request);
 * export const config = { matcher: "/((?!api|_next/static).*)" };
 */
export function pageProxy(gate: Gate, cover: Cover): (request: NextRequest) => Promise<NextResponse> {
  pageNonce(cover, false);
  return async (request) => {
    const next = await import("next/server.js");
    const { secure } = new FetchFacts({ request }, gate);
    const { nonce, headers } = pageNonce(cover, secure);
    const onwards = new Headers(request.headers);
    for (const name of request.headers.keys()) if (name.startsWith("x-middleware-")) onwards.delete(name);
    onwards.set("x-nonce", nonce);
    // Next.js reads the nonce for its own scripts from the policy on the request.
    for (const [name, value] of headers) onwards.set(name, value);
    const response = next.NextResponse.next({ request: { headers: onwards } });
    const covering = [...cover.headers, ...(secure ? cover.overTls : []), ...headers];
    for (const [name, value] of covering) response.headers.set(name, value);
    return response;
  };
}
