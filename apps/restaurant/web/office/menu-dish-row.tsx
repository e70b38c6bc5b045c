/** One dish in its category: its variants with their prices, typed over where they stand, and whether they are sold out. */
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { AMOUNT } from "./menu-fields.js";
import type { Keeping, MenuDish, MenuVariant } from "./menu-things.js";
import { SoldOut } from "./sold-out.js";
import { weeklyWords } from "./weekly-times.js";

interface Props extends Keeping {
  readonly dish: MenuDish;
  readonly shelf: Shelf["things"];
  readonly onEdit: () => void;
  readonly onSoldOut: (variantId: string, soldOut: boolean) => void;
}

/** The row. */
export function DishRow({ dish, shelf, onEdit, onSoldOut, ...shared }: Props) {
  const { things } = shared;
  const notes = [
    weeklyWords(dish.dayparts),
    dish.taxCategoryId === null ? "no tax" : "",
    dish.allergens.length === 0 ? "no allergens said" : "",
  ].filter(Boolean);
  return (
    <article class="menu-dish" aria-label={dish.name}>
      <div class="spread wrap">
        <h3>{dish.name}</h3>
        <span class="soft">{notes.join(", ")}</span>
        <button type="button" aria-label={`Edit ${dish.name}`} onClick={onEdit}>
          Edit
        </button>
      </div>
      {things.variants
        .filter(({ itemId }) => itemId === dish.id)
        .map((variant) => (
          <VariantRow
            key={`${variant.id} ${variant.version}`}
            {...shared}
            {...{ dish, variant, onSoldOut }}
            thing={shelf.find(({ id }) => id === variant.id)}
          />
        ))}
    </article>
  );
}

interface VariantProps extends Keeping {
  readonly dish: MenuDish;
  readonly variant: MenuVariant;
  readonly thing: Shelf["things"][number] | undefined;
  readonly onSoldOut: (variantId: string, soldOut: boolean) => void;
}

function VariantRow({ keeping, doing, currency, dish, variant, thing, onSoldOut }: VariantProps) {
  const name = `${dish.name} ${variant.name}`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const price = minorUnits(fieldText(new FormData(event.currentTarget as HTMLFormElement), "price"), currency);
    if (price !== undefined) void doing.run(() => keeping.change("variants", variant, { price }));
  };
  return (
    <form class="row wrap menu-variant" onSubmit={submit}>
      <span class="grow">{variant.name}</span>
      <label>
        <span class="visually-hidden">
          Price of {name} in {currency}
        </span>
        <input
          name="price"
          inputmode="decimal"
          pattern={AMOUNT}
          required
          defaultValue={typedMoney(variant.price, currency)}
        />
      </label>
      <button type="submit" disabled={doing.busy} aria-label={`Save the price of ${name}`}>
        Save
      </button>
      <SoldOut {...{ name, thing }} onSay={(soldOut) => onSoldOut(variant.id, soldOut)} />
    </form>
  );
}
