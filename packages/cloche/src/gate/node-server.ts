/** What a framework does to Node.js servers, done once instead of at each request, or instead of the framework. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** What a server is to make its requests and responses with. */
export interface HttpClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * Makes a class's prototype stand in for one of a framework's: with all that is its own, since the framework may hang
 * its prototype elsewhere later, as Express does where an app is mounted in another one.
 */
export function standIn(prototype: object, frameworks: object): void {
  const { constructor: _, ...own } = Object.getOwnPropertyDescriptors(frameworks) as PropertyDescriptorMap;
  Object.defineProperties(prototype, own);
  Object.setPrototypeOf(prototype, Object.getPrototypeOf(frameworks) as object);
}

/** A framework's `listen` over servers that `make` makes: with `hearsErrors` its callback is told of an error as well. */
export function listenOn(
  make: () => Server,
  { hearsErrors }: { readonly hearsErrors: boolean },
): (...given: unknown[]) => Server {
  return (...given) => {
    const server = make();
    const last = given.at(-1);
    if (hearsErrors && typeof last === "function") {
      const done = once(last as (error?: Error) => void);
      server.once("error", done);
      given[given.length - 1] = done;
    }
    return server.listen(...(given as Parameters<Server["listen"]>));
  };
}

function once(callback: (error?: Error) => void): (error?: Error) => void {
  let called = false;
  return (error) => {
    if (called) return;
    called = true;
    callback(error);
  };
}
