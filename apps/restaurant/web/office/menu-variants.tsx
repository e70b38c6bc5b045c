/** The variants of a dish in their order: what each is called and how long it takes. Prices are typed over in the menu itself. */
import { fieldText } from "../shared/form.js";
import { minorUnits } from "../shared/money-input.js";
import { Amount } from "./menu-fields.js";
import type { Keeping, MenuDish, MenuVariant } from "./menu-things.js";
import { Confirm } from "./parts.js";
import { dropOn, Move } from "./reorder.js";
import type { Doing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.menu.variant;

const MINUTE = 60;

interface Props extends Omit<Keeping, "doing"> {
  readonly dish: MenuDish;
  readonly doing: Doing;
}

/** The rows, and one more. */
export function Variants({ keeping, things, currency, dish, doing: { busy, run } }: Props) {
  const own = things.variants.filter(({ itemId }) => itemId === dish.id);
  const ids = own.map(({ id }) => id);
  const onOrder = (next: readonly string[]) => run(() => keeping.order("variants", { ids: next, itemId: dish.id }));
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const price = minorUnits(fieldText(data, "price"), currency);
    if (price === undefined) return;
    const last = Math.max(-1, ...own.map(({ ordinal }) => ordinal));
    const said = { name: fieldText(data, "variant").trim(), price, prepSeconds: own[0]?.prepSeconds ?? 0 };
    void run(() => keeping.add("variants", { ...said, itemId: dish.id, ordinal: last + 1 }));
    form.reset();
  };
  return (
    <>
      {own.map((variant) => (
        <VariantForm
          key={variant.id}
          {...{ variant, busy, ids, onOrder }}
          onSave={(body) => void run(() => keeping.change("variants", variant, body))}
          onArchive={() => void run(() => keeping.archive("variants", variant))}
        />
      ))}
      <form class="row wrap fields" onSubmit={add}>
        <label>
          {say.new}
          <input name="variant" required maxLength={80} />
        </label>
        <Amount name="price" label={say.itsPrice(currency)} value="" />
        <button type="submit">{words.frame.add}</button>
      </form>
    </>
  );
}

interface FormProps {
  readonly variant: MenuVariant;
  readonly busy: boolean;
  /** Those of its dish, in their order. */
  readonly ids: readonly string[];
  readonly onOrder: (ids: readonly string[]) => Promise<unknown>;
  readonly onSave: (body: object) => void;
  readonly onArchive: () => void;
}

function VariantForm({ variant, busy, ids, onOrder, onSave, onArchive }: FormProps) {
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const prepSeconds = Math.round(Number(fieldText(form, "minutes")) * MINUTE);
    onSave({ name: fieldText(form, "name").trim(), prepSeconds });
  };
  return (
    <form
      class="row wrap fields"
      aria-label={variant.name}
      onSubmit={save}
      {...dropOn({ id: variant.id, ids, onOrder })}
    >
      <label>
        {say.one}
        <input name="name" required maxLength={80} defaultValue={variant.name} />
      </label>
      <label>
        {say.takes}
        <input
          name="minutes"
          type="number"
          min={0}
          max={240}
          step="any"
          required
          defaultValue={`${variant.prepSeconds / MINUTE}`}
        />
      </label>
      <Move id={variant.id} name={variant.name} ids={ids} onOrder={onOrder} />
      <button type="submit" disabled={busy}>
        {say.saveNamed(variant.name)}
      </button>
      <Confirm name={say.archiveNamed(variant.name)} sure={words.frame.yes} disabled={busy} onConfirm={onArchive} />
    </form>
  );
}
