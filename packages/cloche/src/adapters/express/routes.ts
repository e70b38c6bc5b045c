/** Lists an Express app's routes, mounted routers included, and tells which stand under a contract. */
import type { Express, RequestHandler } from "express";
import type { Contract, FoundRoute } from "../../gate/index.js";

/** The parts of Express 5's router that tell its routes. */
interface Layer {
  readonly handle: RequestHandler & Stacked;
  readonly rawPath?: unknown;
  readonly method?: string;
  readonly route?: Stacked & { readonly path: unknown; readonly methods: object };
}
type Stacked = { readonly stack?: readonly Layer[] };

const contracts = new WeakMap<object, Contract>();

/** Remembers that a middleware enforces a contract. */
export function markCovered(middleware: RequestHandler, contract: Contract): RequestHandler {
  contracts.set(middleware, contract);
  return middleware;
}

/** Every route of the app and of the routers mounted in it. */
export function foundRoutes(app: Express): readonly FoundRoute[] {
  return listed(app.router as unknown as Stacked, "");
}

/** Ends the registering of routes: one that came later would have escaped the check. */
export function freezeRoutes(router: unknown): void {
  const { stack = [] } = router as Stacked;
  for (const { route, handle } of Object.freeze(stack)) freezeRoutes(route ?? handle);
}

function listed({ stack = [] }: Stacked, prefix: string): readonly FoundRoute[] {
  return stack.flatMap(({ route, rawPath = "/", handle }) => {
    if (route !== undefined) return routesOf(route, prefix);
    const path = prefix + (rawPath === "/" ? "" : String(rawPath));
    if (handle.stack !== undefined) return listed(handle, path);
    // A function on a path of its own answers there like a route, and so does a mounted app: nobody can look inside.
    const answers = rawPath !== "/" || handle.name === "mounted_app";
    return answers ? [{ method: "USE", path: path || "/", contract: undefined }] : [];
  });
}

function routesOf({ path, methods, stack = [] }: NonNullable<Layer["route"]>, prefix: string): readonly FoundRoute[] {
  const full = prefix + (path === "/" && prefix !== "" ? "" : String(path));
  return Object.keys(methods).map((one) => {
    // The contract must come first: a handler in front of it would see the request unguarded.
    const first = stack.find(({ method = one }) => method === one);
    const method = one === "_all" ? "ALL" : one.toUpperCase();
    return { method, path: full, contract: contracts.get(first?.handle ?? {}) };
  });
}
