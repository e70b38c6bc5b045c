/** What is made where: categories against stations, and below each what of it is made elsewhere. */
import type { RoutingTable } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure, Table } from "./parts.js";
import { NewOverride } from "./route-override.js";
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
  const ticks = (route: Route, name: string) => (
    <Ticks {...{ makers, route, name, busy }} onToggle={(stationId) => toggle(route, stationId)} />
  );
  return (
    <section class="card stack" aria-labelledby="routes">
      <h2 id="routes">{say.title}</h2>
      <Failure words={failure} />
      <Table caption={say.title} columns={[say.column, ...makers.map(({ name }) => name), ""]}>
        {menu.categories.flatMap((category) => [
          <tr key={category.id}>
            <th scope="row">{category.name}</th>
            {ticks(routeOf("category", category.id), category.name)}
            <td />
          </tr>,
          ...overridesOf(category.id).map((route) => (
            <tr key={route.scopeId} class="override">
              <th scope="row">
                {nameOf(route.scopeId)} <span class="soft">{say.differs}</span>
              </th>
              {ticks(route, nameOf(route.scopeId))}
              <td>
                <Confirm
                  name={say.asCategory(nameOf(route.scopeId))}
                  sure={words.frame.yes}
                  onConfirm={() => void put(`${route.scope}/${route.scopeId}`, { stationIds: [] })}
                />
              </td>
            </tr>
          )),
        ])}
      </Table>
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

interface TicksProps {
  readonly makers: KitchenParts["stations"];
  readonly route: Route;
  readonly name: string;
  readonly busy: boolean;
  readonly onToggle: (stationId: string) => void;
}

/** A cell for each station. */
function Ticks({ makers, route, name, busy, onToggle }: TicksProps) {
  return (
    <>
      {makers.map((station) => (
        <td key={station.id}>
          <input
            type="checkbox"
            class="tick"
            aria-label={say.atStation(name, station.name)}
            disabled={busy}
            checked={route.stationIds.includes(station.id)}
            onChange={() => onToggle(station.id)}
          />
        </td>
      ))}
    </>
  );
}
