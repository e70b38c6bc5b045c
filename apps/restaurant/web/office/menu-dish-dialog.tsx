/** All that is said of one dish: words, allergens, tax, options; its variants; and putting it away. */
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { minorUnits } from "../shared/money-input.js";
import type { Keeping, MenuDish, MenuThings } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";

interface Props extends Keeping {
  readonly dish: MenuDish;
  readonly onClose: () => void;
}

/** The dialog; what it changes is there once it closes. */
export function DishDialog({ keeping, things, currency, dish, onClose }: Props) {
  const { busy, failure, run } = useDoing();
  const now = things.items.find(({ id }) => id === dish.id) ?? dish;
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    if (await run(what)) onClose();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void act(() => keeping.change("items", now, saidOf(form, things)));
  };
  return (
    <Dialog title={now.name} onClose={onClose}>
      <Failure words={failure} />
      <form class="stack" onSubmit={save}>
        <DishFields dish={now} things={things} />
        <button type="submit" class="primary" disabled={busy}>
          Save the dish
        </button>
      </form>
      <NewVariant
        currency={currency}
        onAdd={(name, price) =>
          void run(() => {
            const own = things.variants.filter(({ itemId }) => itemId === now.id);
            const prepSeconds = own[0]?.prepSeconds ?? 0;
            return keeping.add("variants", { itemId: now.id, name, price, prepSeconds, ordinal: own.length });
          })
        }
      />
      <div class="row wrap">
        {things.variants
          .filter(({ itemId }) => itemId === now.id)
          .map((variant) => (
            <Confirm
              key={variant.id}
              name={`Archive ${variant.name}`}
              sure="Yes"
              disabled={busy}
              onConfirm={() => void run(() => keeping.archive("variants", variant))}
            />
          ))}
        <Confirm
          name="Archive the dish"
          sure="Yes, the dish"
          disabled={busy}
          onConfirm={() => void act(() => keeping.archive("items", now))}
        />
      </div>
    </Dialog>
  );
}

function DishFields({ dish, things }: { readonly dish: MenuDish; readonly things: MenuThings }) {
  return (
    <>
      <label>
        Name
        <input name="name" required maxLength={80} defaultValue={dish.name} />
      </label>
      <label>
        Description
        <textarea name="description" rows={2} maxLength={500} defaultValue={dish.description} />
      </label>
      <label>
        Allergens <span class="soft">(with commas between)</span>
        <input name="allergens" maxLength={500} defaultValue={dish.allergens.join(", ")} />
      </label>
      <label>
        Diets <span class="soft">(with commas between)</span>
        <input name="diets" maxLength={500} defaultValue={dish.diets.join(", ")} />
      </label>
      <Choice name="categoryId" label="Category" value={dish.categoryId} choices={things.categories} />
      <Choice name="taxCategoryId" label="Tax" value={dish.taxCategoryId ?? ""} choices={things.taxes} none="none" />
      <fieldset>
        <legend>Options</legend>
        {things.groups.map(({ id, name }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`group ${id}`} defaultChecked={dish.groupIds.includes(id)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input type="checkbox" name="noPrep" defaultChecked={dish.noPrep} />
        <span>Needs no preparation: the pass alone sees it</span>
      </label>
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  /** What the choice of nothing is called, where there is one. */
  readonly none?: string;
}

function Choice({ name, label, value, choices, none }: ChoiceProps) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value}>
        {none === undefined ? null : <option value="">{none}</option>}
        {choices.map((one) => (
          <option key={one.id} value={one.id} selected={one.id === value}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface NewVariantProps {
  readonly currency: string;
  readonly onAdd: (name: string, price: number) => void;
}

function NewVariant({ currency, onAdd }: NewVariantProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const price = minorUnits(fieldText(data, "price"), currency);
    if (price === undefined) return;
    onAdd(fieldText(data, "variant").trim(), price);
    form.reset();
  };
  return (
    <form class="row wrap fields" onSubmit={submit}>
      <label>
        New variant
        <input name="variant" required maxLength={80} />
      </label>
      <label>
        Its price ({currency})
        <input name="price" inputmode="decimal" pattern="\d+([.,]\d+)?" required />
      </label>
      <button type="submit">Add</button>
    </form>
  );
}

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];

function saidOf(form: FormData, things: MenuThings): object {
  const text = (name: string) => fieldText(form, name).trim();
  return {
    name: text("name"),
    description: text("description"),
    allergens: listed(text("allergens")),
    diets: listed(text("diets")),
    categoryId: text("categoryId"),
    taxCategoryId: text("taxCategoryId") === "" ? null : text("taxCategoryId"),
    groupIds: things.groups.map(({ id }) => id).filter((id) => form.has(`group ${id}`)),
    noPrep: form.has("noPrep"),
  };
}
