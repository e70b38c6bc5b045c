/** Lists a Hono app's routes, sub-apps included, and tells which stand under a contract. */
import type { Hono } from "hono";
import { contractOf, type FoundRoute } from "../../gate/index.js";

/** Hono wraps the handlers of a sub-app that has an error handler of its own, and keeps the handler here. */
const COMPOSED = "__COMPOSED_HANDLER";

/**
 * Every route of the app. Middleware is none: it is for every method and takes `next`. Where it answers by itself after
 * all, the lid lets no such answer out.
 */
export function foundRoutes({ routes }: Pick<Hono, "routes">): readonly FoundRoute[] {
  const found = new Map<string, FoundRoute>();
  for (const { method, path, handler } of routes) {
    const own = (handler as { readonly [COMPOSED]?: typeof handler })[COMPOSED] ?? handler;
    const contract = contractOf(own);
    if (method === "ALL" && own.length > 1 && contract === undefined) continue;
    // The contract must come first: a handler in front of it would see the request unguarded.
    if (!found.has(`${method} ${path}`)) found.set(`${method} ${path}`, { method, path, contract });
  }
  return [...found.values()];
}
