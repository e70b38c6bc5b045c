/** Lists an Express app's routes, mounted routers included, and tells which stand under a contract. */
import type { Express, RequestHandler } from "express";
import type { Contract, FoundRoute } from "../../gate/index.js";

/** The parts of Express 5's router that tell its routes. */
interface Layer {
  readonly handle: RequestHandler & { readonly stack?: readonly Layer[] };
  readonly rawPath?: unknown;
  readonly route?: { readonly path: unknown; readonly methods: object; readonly stack: readonly Layer[] };
}

const contracts = new WeakMap<object, Contract>();

/** Remembers that a middleware enforces a contract. */
export function markCovered(middleware: RequestHandler, contract: Contract): RequestHandler {
  contracts.set(middleware, contract);
  return middleware;
}

/** Every route of the app and of the routers mounted in it. */
export function foundRoutes(app: Express): readonly FoundRoute[] {
  return listed((app.router as unknown as { readonly stack: readonly Layer[] }).stack, "");
}

function listed(stack: readonly Layer[], prefix: string): readonly FoundRoute[] {
  return stack.flatMap(({ route, rawPath, handle }) => {
    if (route !== undefined) return routesOf(route, prefix);
    const mounted = typeof rawPath === "string" && rawPath !== "/" ? rawPath : "";
    return handle.stack === undefined ? [] : listed(handle.stack, prefix + mounted);
  });
}

function routesOf({ path, methods, stack }: NonNullable<Layer["route"]>, prefix: string): readonly FoundRoute[] {
  const full = prefix + (path === "/" && prefix !== "" ? "" : String(path));
  // The contract must come first: a handler in front of it would see the request unguarded.
  const contract = contracts.get(stack[0]?.handle ?? {});
  return Object.keys(methods).map((one) => ({
    method: one === "_all" ? "ALL" : one.toUpperCase(),
    path: full,
    contract,
  }));
}
