/** The rules that send one station's lines to others, the most urgent first. */
import { useState } from "preact/hooks";
import type { RoutingTable, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { seen } from "./menu-things.js";
import { readable } from "./named.js";
import { ORDER_KINDS } from "./order-types.js";
import { Confirm, Failure, Table } from "./parts.js";
import { useDoing } from "./use-loaded.js";

type Rule = RoutingTable["rules"][number];

/** The card. */
export function RouteRules({ at, stations, table, reload }: KitchenParts) {
  const { busy, failure, run } = useDoing();
  const [edited, setEdited] = useState<Rule>();
  const makers = stations.filter(({ kind }) => kind === "prep");
  const names = (ids: readonly string[]) =>
    makers
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(", ");
  const archive = (rule: Rule) =>
    run(() => callAs(`${at}/reroute-rules/${rule.id}`, { method: "DELETE", headers: seen(rule) }), reload);
  const save = async (body: object): Promise<void> => {
    const call = edited === undefined ? { method: "POST", body } : { method: "PUT", body, headers: seen(edited) };
    const path = edited === undefined ? `${at}/reroute-rules` : `${at}/reroute-rules/${edited.id}`;
    if (await run(() => callAs(path, call as { method: "POST" | "PUT"; body: object }), reload)) setEdited(undefined);
  };
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
              <div class="row wrap">
                <button type="button" onClick={() => setEdited(rule)}>
                  Change rule {rule.priority}
                </button>
                <Confirm name={`Archive rule ${rule.priority}`} sure="Yes" onConfirm={() => void archive(rule)} />
              </div>
            </td>
          </tr>
        ))}
      </Table>
      <RuleForm
        key={edited === undefined ? `new ${table.rules.length}` : `${edited.id} ${edited.version}`}
        {...{ makers, busy, rule: edited }}
        priority={edited?.priority ?? table.rules.length}
        onSave={(body) => void save(body)}
        onCancel={() => setEdited(undefined)}
      />
    </section>
  );
}

interface FormProps {
  readonly makers: readonly Station[];
  /** The rule that is changed; a new one without it. */
  readonly rule: Rule | undefined;
  readonly priority: number;
  readonly busy: boolean;
  readonly onSave: (body: object) => void;
  readonly onCancel: () => void;
}

function RuleForm({ makers, rule, priority, busy, onSave, onCancel }: FormProps) {
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => fieldText(form, name).trim();
    onSave({
      priority: Number(text("priority")),
      orderType: text("orderType") === "" ? null : text("orderType"),
      serviceArea: text("serviceArea") === "" ? null : text("serviceArea"),
      fromStationId: text("from"),
      toStationIds: makers.map(({ id }) => id).filter((id) => form.has(`to ${id}`)),
    });
  };
  return (
    <form class="stack" aria-label={rule === undefined ? "New rule" : `Rule ${rule.priority}`} onSubmit={save}>
      <div class="row wrap fields">
        <label>
          Order
          <input name="priority" type="number" min={0} max={10000} required defaultValue={String(priority)} />
        </label>
        <label>
          Kind of order
          <select name="orderType">
            <option value="">every</option>
            {ORDER_KINDS.map(({ type, name }) => (
              <option key={type} value={type} selected={rule?.orderType === type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Area <span class="soft">(optional)</span>
          <input name="serviceArea" maxLength={60} defaultValue={rule?.serviceArea ?? ""} />
        </label>
        <label>
          From
          <select name="from">
            {makers.map(({ id, name }) => (
              <option key={id} value={id} selected={rule?.fromStationId === id}>
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
            <input type="checkbox" name={`to ${id}`} defaultChecked={rule?.toStationIds.includes(id) === true} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <div class="row wrap">
        <button type="submit" disabled={busy}>
          {rule === undefined ? "Add the rule" : "Save the rule"}
        </button>
        {rule === undefined ? null : (
          <button type="button" onClick={onCancel}>
            Leave it
          </button>
        )}
      </div>
    </form>
  );
}
