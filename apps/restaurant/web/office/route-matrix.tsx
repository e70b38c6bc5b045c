/** What is made where: categories against stations, and what differs from its category. */
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure, Table } from "./parts.js";
import { useDoing } from "./use-loaded.js";

/** The card. Each tick is saved at once, against the table that was seen. */
export function RouteMatrix({ at, stations, table, menu, reload }: KitchenParts) {
  const { busy, failure, run } = useDoing();
  const makers = stations.filter(({ kind }) => kind === "prep");
  const headers = { "if-match": `"${table.version}"` };
  const put = (path: string, body: object) =>
    run(() => callAs(`${at}/routes/${path}`, { method: "PUT", body, headers }), reload);
  const stationsOf = (id: string) => table.routes.find(({ scopeId }) => scopeId === id)?.stationIds ?? [];
  const toggle = (categoryId: string, stationId: string): void => {
    const now = stationsOf(categoryId);
    const stationIds = now.includes(stationId) ? now.filter((id) => id !== stationId) : [...now, stationId];
    void put(`category/${categoryId}`, { stationIds });
  };
  const overrides = table.routes.filter(({ scope }) => scope !== "category");
  const nameOf = (id: string) => {
    const variant = menu.variants.find((one) => one.id === id);
    const item = menu.items.find((one) => one.id === (variant?.itemId ?? id));
    return [item?.name, variant?.name].filter(Boolean).join(", ");
  };
  return (
    <section class="card stack" aria-labelledby="routes">
      <h2 id="routes">What is made where</h2>
      <Failure words={failure} />
      <Table caption="What is made where" columns={["Category", ...makers.map(({ name }) => name)]}>
        {menu.categories.map((category) => (
          <tr key={category.id}>
            <th scope="row">{category.name}</th>
            {makers.map((station) => (
              <td key={station.id}>
                <input
                  type="checkbox"
                  class="tick"
                  aria-label={`${category.name} at ${station.name}`}
                  disabled={busy}
                  checked={stationsOf(category.id).includes(station.id)}
                  onChange={() => toggle(category.id, station.id)}
                />
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {overrides.length === 0 ? null : (
        <ul class="lines">
          {overrides.map(({ scope, scopeId, stationIds }) => (
            <li key={scopeId} class="row wrap">
              <span class="grow">
                {nameOf(scopeId)} at{" "}
                {makers
                  .filter(({ id }) => stationIds.includes(id))
                  .map(({ name }) => name)
                  .join(", ")}
              </span>
              <Confirm
                name={`As its category: ${nameOf(scopeId)}`}
                sure="Yes"
                onConfirm={() => void put(`${scope}/${scopeId}`, { stationIds: [] })}
              />
            </li>
          ))}
        </ul>
      )}
      <label class="short">
        What no route knows goes to
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
