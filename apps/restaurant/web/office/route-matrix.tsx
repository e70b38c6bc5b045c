/** What is made where: categories against stations, and below each what of it is made elsewhere. */
import type { RoutingTable } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure } from "./parts.js";
import { NewOverride } from "./route-override.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.kitchen.routes;

type Route = RoutingTable["routes"][number];

/** The card. Each tick is saved at once, against the table that was seen. */
export function RouteMatrix({ at, stations, table, menu, reload }: KitchenParts) {
  const { busy, failure, run } = useDoing();
  const makers = stations.filter(({ kind }) => kind === "prep");
  const headers = { "if-match": `"${table.version}"` };
  const put = (path: string, body: object) =>
    run(() => callAs(`${at}/routes/${path}`, { method: "PUT", body, headers }), reload);
  const routeOf = (scope: Route["scope"], scopeId: string): Route =>
    table.routes.find((one) => one.scopeId === scopeId) ?? { scope, scopeId, stationIds: [] };
  const toggle = ({ scope, scopeId, stationIds: now }: Route, stationId: string): void => {
    const stationIds = now.includes(stationId) ? now.filter((id) => id !== stationId) : [...now, stationId];
    void put(`${scope}/${scopeId}`, { stationIds });
  };
  const itemOf = (scopeId: string) => {
    const variant = menu.variants.find(({ id }) => id === scopeId);
    return menu.items.find(({ id }) => id === (variant?.itemId ?? scopeId));
  };
  const nameOf = (scopeId: string) =>
    [itemOf(scopeId)?.name, menu.variants.find(({ id }) => id === scopeId)?.name].filter(Boolean).join(", ");
  const overridesOf = (categoryId: string) =>
    table.routes.filter(({ scope, scopeId }) => scope !== "category" && itemOf(scopeId)?.categoryId === categoryId);
  const lines = menu.categories.flatMap(({ id, name }): readonly Line[] => [
    { route: routeOf("category", id), name, under: name },
    ...overridesOf(id).map((route) => ({ route, name: nameOf(route.scopeId), under: name })),
  ]);
  return (
    <section class="card stack" aria-labelledby="routes">
      <h2 id="routes">{say.title}</h2>
      <Failure words={failure} />
      <SortedTable
        caption={say.title}
        columns={columnsOf(makers, {
          busy,
          onToggle: toggle,
          onAsCategory: ({ scope, scopeId }) => void put(`${scope}/${scopeId}`, { stationIds: [] }),
        })}
        rows={lines}
        keyOf={({ route }) => route.scopeId}
        classOf={({ route }) => (route.scope === "category" ? "" : "override")}
      />
      <NewOverride
        {...{ makers, menu, busy }}
        taken={new Set(table.routes.map(({ scopeId }) => scopeId))}
        onAdd={(path, stationIds) => put(path, { stationIds })}
      />
      <label class="short">
        {say.rest}
        <select
          value={table.defaultStationId ?? ""}
          disabled={busy}
          onChange={(event) => void put("default", { stationId: event.currentTarget.value })}
        >
          {makers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

/** A row: a category, or what of it is made elsewhere. */
interface Line {
  readonly route: Route;
  readonly name: string;
  /** The category's name: sorted by it, what differs stays below what it differs from. */
  readonly under: string;
}

interface Actions {
  readonly busy: boolean;
  readonly onToggle: (route: Route, stationId: string) => void;
  readonly onAsCategory: (route: Route) => void;
}

/** The name, a column for each station, and the way back. */
function columnsOf(makers: KitchenParts["stations"], actions: Actions): readonly Column<Line>[] {
  const { busy, onToggle, onAsCategory } = actions;
  return [
    {
      name: say.column,
      isHeader: true,
      sortBy: ({ under }) => under,
      cell: ({ route, name }) => (
        <>
          {name} {route.scope === "category" ? null : <span class="soft">{say.differs}</span>}
        </>
      ),
    },
    ...makers.map(
      (station): Column<Line> => ({
        name: station.name,
        sortBy: ({ route }) => (route.stationIds.includes(station.id) ? 0 : 1),
        cell: ({ route, name }) => (
          <input
            type="checkbox"
            class="tick"
            aria-label={say.atStation(name, station.name)}
            disabled={busy}
            checked={route.stationIds.includes(station.id)}
            onChange={() => onToggle(route, station.id)}
          />
        ),
      }),
    ),
    {
      name: "",
      cell: ({ route, name }) =>
        route.scope === "category" ? null : (
          <Confirm name={say.asCategory(name)} sure={words.frame.yes} onConfirm={() => onAsCategory(route)} />
        ),
    },
  ];
}
