/** Tells once where a proxy seems to stand in front that nobody named: all its clients would then count as one. */
import type { Emit } from "../kernel/index.js";
import { type Proxies, proxies } from "../layers/rate-limit/index.js";

/** What is told with. */
export interface Telling {
  readonly emit: Emit;
  readonly now: () => number;
}

/**
 * The proxies as the gate asks them. Where none is trusted and `X-Forwarded-For` comes, `proxy.untrusted` is told, once:
 * anybody can send that header, and nobody shall fill a log with it.
 */
export function heardProxies(trusted: Proxies, { emit, now }: Telling): Proxies {
  if (trusted !== proxies("none")) return trusted;
  let isTold = false;
  return Object.freeze({
    ...trusted,
    clientAddress(peer: string, forwardedFor: string | undefined) {
      if (forwardedFor !== undefined && !isTold) {
        isTold = true;
        emit({ name: "proxy.untrusted", at: now(), subject: "x-forwarded-for" });
      }
      return trusted.clientAddress(peer, forwardedFor);
    },
  });
}
