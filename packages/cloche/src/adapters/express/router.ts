/** Finds the router of an Express app, which each version keeps elsewhere. */
import type { Express } from "express";

/** The router; in Express 4, where `app.router` throws, there is none before the first `app.use`. */
export function routerOf(app: Express): unknown {
  return "lazyrouter" in app ? (app as { readonly _router?: unknown })._router : app.router;
}
