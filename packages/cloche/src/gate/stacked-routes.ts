/** Lists the routes of an Express app, mounted routers included, and tells which stand under a contract. */
import { contractOf } from "./covered-mark.js";
import { layerPath, type PlacedLayer } from "./layer-path.js";
import type { FoundRoute } from "./seal.js";

/** The parts of a router that tell its routes. */
interface Layer extends PlacedLayer {
  readonly handle: Stacked & { readonly name: string };
  readonly method?: string;
  readonly route?: Stacked & { readonly path: unknown; readonly methods: object };
}
interface Stacked {
  readonly stack?: readonly Layer[];
  /** Handlers by the name of a parameter, which run in front of whatever the route has. */
  readonly params?: object;
}

/** Every route of the router and of those mounted in it; one without a router yet has none. */
export function stackedRoutes(router: unknown): readonly FoundRoute[] {
  return router === undefined ? [] : listed(router as Stacked, { prefix: "", behind: [] });
}

/** Ends the registering of routes: one that came later would have escaped the check. */
export function freezeStack(router: unknown): void {
  const { stack = [] } = router as Stacked;
  for (const { route, handle } of Object.freeze(stack)) freezeStack(route ?? handle);
}

/** Where a layer stands: below which path, and behind which middleware. */
interface Standing {
  readonly prefix: string;
  readonly behind: readonly string[];
}

function listed({ stack = [], params = {} }: Stacked, { prefix, behind }: Standing): readonly FoundRoute[] {
  const before = Object.keys(params).map((name) => uncovered("PARAM", `${prefix}/:${name}`));
  const routes = stack.flatMap((layer, at) => {
    const passed = stack.slice(0, at).map(({ handle }) => handle.name);
    return routesOfLayer(layer, { prefix, behind: [...behind, ...passed] });
  });
  return [...before, ...routes];
}

function routesOfLayer(layer: Layer, { prefix, behind }: Standing): readonly FoundRoute[] {
  const { route, handle } = layer;
  if (route !== undefined) return routesOf(route, prefix).map((one) => ({ ...one, behind }));
  const own = layerPath(layer);
  if (handle.stack !== undefined) return listed(handle, { prefix: prefix + own, behind });
  // A function on a path of its own answers there like a route, and so does a mounted app: nobody can look inside.
  const answers = own !== "" || handle.name === "mounted_app";
  return answers ? [uncovered("USE", prefix + own || "/")] : [];
}

function routesOf({ path, methods, stack = [] }: NonNullable<Layer["route"]>, prefix: string): readonly FoundRoute[] {
  const full = prefix + (path === "/" && prefix !== "" ? "" : String(path));
  return Object.keys(methods).map((one) => {
    // The contract must come first: a handler in front of it would see the request unguarded.
    const first = stack.find(({ method = one }) => method === one);
    const method = one === "_all" ? "ALL" : one.toUpperCase();
    return { method, path: full, contract: contractOf(first?.handle ?? {}) };
  });
}

function uncovered(method: string, path: string): FoundRoute {
  return { method, path, contract: undefined };
}
