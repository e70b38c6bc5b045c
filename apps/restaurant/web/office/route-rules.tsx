/** The rules that send one station's lines to others, the most urgent first. */
import { useState } from "preact/hooks";
import type { RoutingTable, Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { seen } from "./menu-things.js";
import { named } from "./named.js";
import { ORDER_KINDS } from "./order-types.js";
import { Confirm, Failure } from "./parts.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.kitchen.rules;

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
      <h2 id="rules">{say.title}</h2>
      <Failure words={failure} />
      {table.rules.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        caption={say.title}
        columns={columnsOf(names, { onEdit: setEdited, onArchive: (rule) => void archive(rule) })}
        rows={table.rules}
        keyOf={({ id }) => id}
      />
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

interface Actions {
  readonly onEdit: (rule: Rule) => void;
  readonly onArchive: (rule: Rule) => void;
}

function columnsOf(names: (ids: readonly string[]) => string, { onEdit, onArchive }: Actions): readonly Column<Rule>[] {
  const kindOf = ({ orderType }: Rule): string =>
    orderType === null ? say.every : named(words.codes.orderType, orderType);
  const areaOf = ({ serviceArea }: Rule): string => serviceArea ?? say.every;
  const fromOf = ({ fromStationId }: Rule): string => names([fromStationId]);
  const toOf = ({ toStationIds }: Rule): string => names(toStationIds);
  return [
    { name: say.order, sortBy: ({ priority }) => priority, cell: ({ priority }) => priority },
    { name: say.kind, sortBy: kindOf, cell: kindOf },
    { name: say.area, sortBy: areaOf, cell: areaOf },
    { name: say.from, sortBy: fromOf, cell: fromOf },
    { name: say.to, sortBy: toOf, cell: toOf },
    {
      name: "",
      cell: (rule) => (
        <div class="row wrap">
          <button type="button" onClick={() => onEdit(rule)}>
            {say.change(rule.priority)}
          </button>
          <Confirm name={say.archive(rule.priority)} sure={words.frame.yes} onConfirm={() => onArchive(rule)} />
        </div>
      ),
    },
  ];
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
    <form class="stack" aria-label={rule === undefined ? say.new : say.rule(rule.priority)} onSubmit={save}>
      <div class="row wrap fields">
        <label>
          {say.order}
          <input name="priority" type="number" min={0} max={10000} required defaultValue={String(priority)} />
        </label>
        <label>
          {say.kindOfOrder}
          <select name="orderType">
            <option value="">{say.every}</option>
            {ORDER_KINDS.map(({ type, name }) => (
              <option key={type} value={type} selected={rule?.orderType === type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.area} <span class="soft">{words.frame.optional}</span>
          <input name="serviceArea" maxLength={60} defaultValue={rule?.serviceArea ?? ""} />
        </label>
        <label>
          {say.from}
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
        <legend>{say.to}</legend>
        {makers.map(({ id, name }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`to ${id}`} defaultChecked={rule?.toStationIds.includes(id) === true} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <div class="row wrap">
        <button type="submit" disabled={busy}>
          {rule === undefined ? say.add : say.save}
        </button>
        {rule === undefined ? null : (
          <button type="button" onClick={onCancel}>
            {say.leave}
          </button>
        )}
      </div>
    </form>
  );
}
