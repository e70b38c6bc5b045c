/** How the kitchen is set up: stations, what is made where, rules that reroute, and a line to try it with. */
import type { RoutingTable, Station } from "../../contracts/index.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { useMenuKeeping } from "./menu-things.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { RouteMatrix } from "./route-matrix.js";
import { RouteRules } from "./route-rules.js";
import { RouteTest } from "./route-test.js";
import { Stations } from "./stations.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

/** The view. */
export function KitchenView({ at }: ViewProps) {
  const stations = useLoaded<{ stations: readonly Station[] }>(`${at}/stations`);
  const routes = useLoaded<RoutingTable>(`${at}/routes`);
  const menu = useMenuKeeping(at);
  const failure = stations.failure ?? routes.failure ?? menu.failure;
  if (stations.data === undefined || routes.data === undefined || menu.things === undefined) {
    return <Failure words={failure} />;
  }
  const reload = async (): Promise<void> => {
    await Promise.all([stations.reload(), routes.reload()]);
  };
  const parts: KitchenParts = {
    ...{ at, reload, stations: stations.data.stations, table: routes.data, menu: menu.things },
  };
  const { unrouted } = routes.data;
  return (
    <div class="stack">
      <Failure words={failure} />
      {unrouted.length === 0 ? null : (
        <p class="notice bad">{words.kitchen.unrouted(unrouted.map(({ name }) => name).join(", "))}</p>
      )}
      <Stations {...parts} />
      <RouteMatrix {...parts} />
      <RouteRules {...parts} />
      <RouteTest {...parts} />
    </div>
  );
}
