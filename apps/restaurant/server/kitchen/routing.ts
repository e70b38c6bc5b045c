/** Which stations make a line, and what decided that: the nearest route, its options, the reroute rules; never none. */
import { applyRules, type RerouteRule } from "./reroute.js";

/** A station as far as routing looks at it. */
export interface RoutedStation {
  readonly id: string;
  readonly kind: "prep" | "expo";
  readonly isOpen: boolean;
  /** Who takes over while it is closed. */
  readonly fallbackStationId: string | null;
}

/** One row of the routing table. */
export interface StationRoute {
  readonly scope: "variant" | "item" | "category";
  readonly scopeId: string;
  readonly stationId: string;
}

/** How a place routes. */
export interface RoutingPlan {
  readonly stations: readonly RoutedStation[];
  readonly routes: readonly StationRoute[];
  /** In the order they are applied, each once. */
  readonly rules?: readonly RerouteRule[];
  /** Takes what no route knows. */
  readonly defaultStationId: string | null;
}

/** A line as far as routing looks at it. */
export interface RoutedLine {
  readonly variantId: string;
  readonly itemId: string;
  readonly categoryId: string;
  /** Nothing is made, only handed out: sauces, cutlery. */
  readonly noPrep: boolean;
  /** The stations that the chosen options add. */
  readonly extraStationIds: readonly string[];
  /** What reroute rules ask for. */
  readonly orderType?: "dine_in" | "pickup" | "delivery";
  readonly serviceArea?: string | undefined;
}

/** What decided where a line goes. */
export interface Decision {
  /** The scope whose route won; `default` where none knew the line, `no_prep` where nothing is made. */
  readonly by: StationRoute["scope"] | "options" | "default" | "no_prep";
  /** The reroute rules that applied, in their order. */
  readonly ruleIds: readonly string[];
  /** Closed stations, each with who took over. */
  readonly fallbacks: readonly { readonly from: string; readonly to: string }[];
}

/** Where a line goes. */
export interface Routing extends Decision {
  /** At least one, in the plan's order. */
  readonly stationIds: readonly string[];
  /** Whether no route knew the line, so that somebody should be told. */
  readonly unrouted: boolean;
}

/** Routes lines by one plan. */
export type Router = (line: RoutedLine) => Routing;

const MOST_HOPS = 5;

/**
 * Reads a plan once and routes by it. A route to a station that is closed follows its fallbacks, at most five; a circle
 * of closed stations, or a line without any route, ends at the default station.
 *
 * @throws Error where the place has no station at all, since an order nobody would see must not be taken
 */
export function routerOf(plan: RoutingPlan): Router {
  const stations = new Map(plan.stations.map((station) => [station.id, station]));
  const byScope = routesByScope(plan.routes);
  const last = lastResort(plan);
  const openExpo = plan.stations.find(({ kind, isOpen }) => kind === "expo" && isOpen);
  const inOrder = (ids: ReadonlySet<string>) => plan.stations.map(({ id }) => id).filter((id) => ids.has(id));
  return (line) => {
    if (line.noPrep) return { stationIds: [openExpo?.id ?? last], unrouted: false, ...NOTHING_MADE };
    const { by, stationIds } = nearest(line, byScope);
    const base = [...stationIds, ...line.extraStationIds].filter((id) => stations.has(id));
    const { reached, ruleIds } = applyRules(base, plan.rules ?? [], line);
    const wanted = reached.filter((id) => stations.has(id));
    if (wanted.length === 0) return { stationIds: [last], unrouted: true, by: "default", ruleIds, fallbacks: [] };
    const taken = wanted.map((from) => ({ from, to: openOrFallback(from, stations) ?? last }));
    const fallbacks = taken.filter(({ from, to }) => from !== to);
    const ids = inOrder(new Set(taken.map(({ to }) => to)));
    return { stationIds: ids, unrouted: false, by: stationIds.length === 0 ? "options" : by, ruleIds, fallbacks };
  };
}

const NOTHING_MADE = { by: "no_prep", ruleIds: [], fallbacks: [] } as const;

/** Station ids by scope and what the scope is of. */
type Routes = ReadonlyMap<string, readonly string[]>;

function routesByScope(routes: readonly StationRoute[]): Routes {
  const found = new Map<string, string[]>();
  for (const { scope, scopeId, stationId } of routes) {
    const key = `${scope} ${scopeId}`;
    found.set(key, [...(found.get(key) ?? []), stationId]);
  }
  return found;
}

function nearest(line: RoutedLine, routes: Routes) {
  const scopes = [
    { by: "variant", stationIds: routes.get(`variant ${line.variantId}`) },
    { by: "item", stationIds: routes.get(`item ${line.itemId}`) },
    { by: "category", stationIds: routes.get(`category ${line.categoryId}`) },
  ] as const;
  const found = scopes.find(({ stationIds }) => stationIds !== undefined);
  return { by: found?.by ?? "default", stationIds: found?.stationIds ?? [] } as const;
}

function lastResort({ stations, defaultStationId }: RoutingPlan): string {
  const found =
    stations.find(({ id }) => id === defaultStationId) ?? stations.find(({ kind }) => kind === "prep") ?? stations[0];
  if (found === undefined) throw new Error("The place has no station that could take an order.");
  return found.id;
}

function openOrFallback(stationId: string, stations: ReadonlyMap<string, RoutedStation>): string | undefined {
  let station = stations.get(stationId);
  for (let hops = 0; station !== undefined && hops <= MOST_HOPS; hops += 1) {
    if (station.isOpen) return station.id;
    station = station.fallbackStationId === null ? undefined : stations.get(station.fallbackStationId);
  }
  return undefined;
}
