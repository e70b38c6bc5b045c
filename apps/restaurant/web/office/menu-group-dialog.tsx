/** A group of options: how many of them may be chosen, and all that is said of each. */
import { useState } from "preact/hooks";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { signedMinorUnits, typedMoney } from "../shared/money-input.js";
import { listed } from "./listed.js";
import { Amount, Choice, SIGNED_AMOUNT, Whole } from "./menu-fields.js";
import type { MenuGroup, MenuOption } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import { dropOn, Move } from "./reorder.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.menu.group;

/** As a group is before anybody has said anything of it. */
export const NEW_GROUP = { name: "", min: 0, max: 1, maxPerOption: 1, options: [] } as const;

/** What a group is said to be. */
export type GroupBody = Omit<MenuGroup, "id" | "version">;

interface Props {
  /** As it was when the dialog was opened: what it is changed against. */
  readonly group: GroupBody;
  readonly currency: string;
  /** Whoever may make an option beside those who make the dish. */
  readonly stations: readonly { readonly id: string; readonly name: string }[];
  readonly usedBy: readonly string[];
  readonly onSave: (body: GroupBody) => Promise<unknown>;
  /** Absent where it is new. */
  readonly onArchive: (() => Promise<unknown>) | undefined;
  readonly onClose: () => void;
}

/** The dialog. */
export function GroupDialog({ group, currency, stations, usedBy, onSave, onArchive, onClose }: Props) {
  const { busy, failure, run } = useDoing();
  const rows = useRows(group.options);
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    if (await run(what)) onClose();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void act(() => onSave(groupIn(form, rows.list, currency)));
  };
  return (
    <Dialog title={group.name === "" ? say.new : group.name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <p class="soft">{usedBy.length === 0 ? say.unused : say.offeredBy(usedBy.join(", "))}</p>
        <label>
          {words.frame.name}
          <input name="name" required maxLength={80} defaultValue={group.name} />
        </label>
        <div class="row wrap fields">
          <Whole name="min" label={say.least} value={group.min} max={50} />
          <Whole name="max" label={say.most} value={group.max} min={1} max={50} />
          <Whole name="maxPerOption" label={say.mostOfOne} value={group.maxPerOption} min={1} max={20} />
        </div>
        {rows.list.map(({ key, option }, index) => (
          <OptionFields
            key={key}
            {...{ option, currency, stations }}
            name={`option ${key}`}
            number={index + 1}
            rowKey={key}
            keys={rows.list.map((row) => row.key)}
            onOrder={rows.order}
            onRemove={() => rows.remove(key)}
          />
        ))}
        <div>
          <button type="button" onClick={rows.add}>
            {say.addOption}
          </button>
        </div>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {say.save}
        </button>
      </form>
      {onArchive === undefined ? null : (
        <Confirm
          name={say.archive}
          sure={usedBy.length === 0 ? words.frame.yes : say.archiveSure(words.menu.dishes(usedBy.length))}
          disabled={busy}
          onConfirm={() => void act(onArchive)}
        />
      )}
    </Dialog>
  );
}

interface Row {
  readonly key: string;
  readonly option: MenuOption;
}

/** The rows as they stand; those that are new have no id yet. */
function useRows(options: readonly MenuOption[]) {
  const [list, setList] = useState<readonly Row[]>(() =>
    options.map((option) => ({ key: crypto.randomUUID(), option })),
  );
  const fresh = { name: "", priceDelta: 0, allergens: [], extraStationId: null };
  return {
    list,
    add: () => setList([...list, { key: crypto.randomUUID(), option: fresh }]),
    remove: (key: string) => setList(list.filter((row) => row.key !== key)),
    order: (keys: readonly string[]): Promise<void> => {
      setList(keys.flatMap((key) => list.filter((row) => row.key === key)));
      return Promise.resolve();
    },
  };
}

interface OptionProps {
  readonly option: MenuOption;
  readonly name: string;
  readonly number: number;
  readonly currency: string;
  readonly stations: Props["stations"];
  readonly rowKey: string;
  /** Those of all rows, in their order. */
  readonly keys: readonly string[];
  readonly onOrder: (keys: readonly string[]) => Promise<void>;
  readonly onRemove: () => void;
}

function OptionFields({ option, name, number, currency, stations, rowKey, keys, onOrder, onRemove }: OptionProps) {
  return (
    <fieldset class="stack" {...dropOn({ id: rowKey, ids: keys, onOrder })}>
      <legend>{say.option(number)}</legend>
      <label>
        {say.optionName(number)} <span class="soft">{say.optionSuch}</span>
        <input name={`${name} name`} required maxLength={80} defaultValue={option.name} />
      </label>
      <div class="row wrap fields">
        <Amount
          name={`${name} price`}
          label={say.addedPrice(currency)}
          pattern={SIGNED_AMOUNT}
          value={typedMoney(option.priceDelta, currency)}
        />
        <label>
          {words.menu.dish.allergens} <span class="soft">{words.menu.dish.withCommas}</span>
          <input name={`${name} allergens`} maxLength={500} defaultValue={option.allergens.join(", ")} />
        </label>
        <Choice
          name={`${name} station`}
          label={say.alsoMadeAt}
          none={say.nowhereElse}
          value={option.extraStationId ?? ""}
          choices={stations}
        />
      </div>
      <div class="row wrap">
        <Move id={rowKey} name={say.option(number)} ids={keys} onOrder={onOrder} />
        <button type="button" onClick={onRemove}>
          {say.removeOption(number)}
        </button>
      </div>
    </fieldset>
  );
}

function groupIn(form: FormData, rows: readonly Row[], currency: string): GroupBody {
  const text = (name: string) => fieldText(form, name).trim();
  return {
    name: text("name"),
    min: Number(text("min")),
    max: Number(text("max")),
    maxPerOption: Number(text("maxPerOption")),
    options: rows.map(({ key, option: { id } }) => {
      const said = (name: string) => text(`option ${key} ${name}`);
      return {
        ...(id === undefined ? {} : { id }),
        name: said("name"),
        priceDelta: signedMinorUnits(said("price"), currency) ?? 0,
        allergens: listed(said("allergens")),
        extraStationId: said("station") === "" ? null : said("station"),
      };
    }),
  };
}
