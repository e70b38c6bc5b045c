/** Which stations make a line: the nearest route, the stations its options add, and never none. */

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
}

/** Where a line goes. */
export interface Routing {
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
  const open = (stationId: string): string => openOrFallback(stationId, stations) ?? last;
  return (line) => {
    if (line.noPrep) return { stationIds: [openExpo?.id ?? last], unrouted: false };
    const wanted = [...nearest(line, byScope), ...line.extraStationIds].filter((id) => stations.has(id));
    const taken = new Set(wanted.map(open));
    if (taken.size === 0) return { stationIds: [last], unrouted: true };
    return { stationIds: plan.stations.map(({ id }) => id).filter((id) => taken.has(id)), unrouted: false };
  };
}

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

function nearest({ variantId, itemId, categoryId }: RoutedLine, routes: Routes): readonly string[] {
  return (
    routes.get(`variant ${variantId}`) ?? routes.get(`item ${itemId}`) ?? routes.get(`category ${categoryId}`) ?? []
  );
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
