/** The rules that send one station's lines to others, the most urgent first. */
import type { RoutingTable, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Confirm, Failure, readable, Table } from "./parts.js";
import { useDoing } from "./use-loaded.js";

type Rule = RoutingTable["rules"][number];

/** The card. */
export function RouteRules({ at, stations, table, reload }: KitchenParts) {
  const { busy, failure, run } = useDoing();
  const makers = stations.filter(({ kind }) => kind === "prep");
  const names = (ids: readonly string[]) =>
    makers
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(", ");
  const archive = ({ id, version }: Rule) =>
    run(
      () => callAs(`${at}/reroute-rules/${id}`, { method: "DELETE", headers: { "if-match": `"${version}"` } }),
      reload,
    );
  return (
    <section class="card stack" aria-labelledby="rules">
      <h2 id="rules">Rules that reroute</h2>
      <Failure words={failure} />
      {table.rules.length === 0 ? <p class="soft">None.</p> : null}
      <Table caption="Rules that reroute" columns={["Order", "Kind", "Area", "From", "To", ""]}>
        {table.rules.map((rule) => (
          <tr key={rule.id}>
            <td>{rule.priority}</td>
            <td>{rule.orderType === null ? "every" : readable(rule.orderType)}</td>
            <td>{rule.serviceArea ?? "every"}</td>
            <td>{names([rule.fromStationId])}</td>
            <td>{names(rule.toStationIds)}</td>
            <td>
              <Confirm name={`Archive rule ${rule.priority}`} sure="Yes" onConfirm={() => void archive(rule)} />
            </td>
          </tr>
        ))}
      </Table>
      <NewRule
        makers={makers}
        count={table.rules.length}
        busy={busy}
        onAdd={(body) => void run(() => callAs(`${at}/reroute-rules`, { method: "POST", body }), reload)}
      />
    </section>
  );
}

interface NewRuleProps {
  readonly makers: readonly Station[];
  /** How many there are: the next comes after them. */
  readonly count: number;
  readonly busy: boolean;
  readonly onAdd: (body: object) => void;
}

function NewRule({ makers, count, busy, onAdd }: NewRuleProps) {
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => fieldText(form, name).trim();
    const body = {
      priority: Number(text("priority")),
      orderType: text("orderType") === "" ? null : text("orderType"),
      serviceArea: text("serviceArea") === "" ? null : text("serviceArea"),
      fromStationId: text("from"),
      toStationIds: makers.map(({ id }) => id).filter((id) => form.has(`to ${id}`)),
    };
    onAdd(body);
  };
  return (
    <form class="stack" aria-label="New rule" onSubmit={add}>
      <div class="row wrap fields">
        <label>
          Order
          <input name="priority" type="number" min={0} max={10000} required defaultValue={String(count)} />
        </label>
        <label>
          Kind of order
          <select name="orderType">
            <option value="">every</option>
            <option value="pickup">pickup</option>
            <option value="delivery">delivery</option>
            <option value="dine_in">at a table</option>
          </select>
        </label>
        <label>
          Area <span class="soft">(optional)</span>
          <input name="serviceArea" maxLength={60} />
        </label>
        <label>
          From
          <select name="from">
            {makers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <fieldset>
        <legend>To</legend>
        {makers.map(({ id, name }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`to ${id}`} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <div>
        <button type="submit" disabled={busy}>
          Add the rule
        </button>
      </div>
    </form>
  );
}
