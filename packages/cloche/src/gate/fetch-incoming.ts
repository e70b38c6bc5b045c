/** Remembers which Node.js request is being answered, for frameworks that hand on nothing but a fetch `Request`. */
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** On the global object: a bundler may put this module into several bundles of one process. */
const PLACE = Symbol.for("cloche.incoming");
interface Holder {
  [PLACE]?: AsyncLocalStorage<Remembered>;
}

/** What is remembered of a request. */
export interface Remembered {
  readonly incoming: IncomingMessage;
  /** Whether its path could not be decoded, and was replaced. */
  readonly malformed: boolean;
}

/**
 * Begins to remember. The address of a connection is nowhere else to be had: of `X-Forwarded-For` such a framework keeps
 * what the client wrote. A path that cannot be decoded, at which the framework would fail, is replaced by one that no
 * route has.
 */
export function rememberIncoming(): void {
  const holder = globalThis as Holder;
  if (holder[PLACE] !== undefined) return;
  const storage = new AsyncLocalStorage<Remembered>();
  holder[PLACE] = storage;
  subscribe("http.server.request.start", (message) => {
    const { request: incoming } = message as { readonly request: IncomingMessage };
    const malformed = isMalformed(incoming.url ?? "");
    if (malformed) incoming.url = "/%25";
    storage.enterWith({ incoming, malformed });
  });
}

/** The Node.js request that is being answered here, where it is remembered. */
export function currentIncoming(): Remembered | undefined {
  return (globalThis as Holder)[PLACE]?.getStore();
}

/** Whether a path cannot be decoded: two readers could take it for different things. */
export function isMalformed(target: string): boolean {
  try {
    decodeURIComponent(target.split("?", 1)[0] ?? "");
    return false;
  } catch {
    return true;
  }
}

/** What `@hono/node-server` binds to a request. */
interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly server?: { readonly incoming?: IncomingMessage };
}

/** The Node.js request among the bindings of a fetch server, where it stands on Node.js. */
export function boundIncoming(bindings: unknown): IncomingMessage | undefined {
  const { server, incoming } = (bindings ?? {}) as NodeBindings;
  return server?.incoming ?? incoming;
}
