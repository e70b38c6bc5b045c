/** One dish in its category: its variants with their prices, typed over where they stand, and whether they are sold out. */
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { minorUnits, typedMoney } from "../shared/money-input.js";
import { AMOUNT } from "./menu-fields.js";
import type { Keeping, MenuDish, MenuVariant } from "./menu-things.js";
import { dropOn, Move } from "./reorder.js";
import { SoldOut } from "./sold-out.js";
import { weeklyWords } from "./weekly-times.js";
import { words } from "./words/index.js";

const say = words.menu.dish;

/** What the rows of every category have in common. */
export interface RowParts {
  readonly shelf: Shelf["things"];
  /** The dishes that no route knows. */
  readonly unrouted: ReadonlySet<string>;
  /** The variants that are marked, to be sold out together. */
  readonly marked: readonly string[];
  readonly onSoldOut: (variantId: string, soldOut: boolean) => void;
  readonly onMark: (variantId: string, isMarked: boolean) => void;
}

interface Props extends Keeping, RowParts {
  readonly dish: MenuDish;
  /** The dishes of its category, in their order. */
  readonly ids: readonly string[];
  readonly onOrder: (ids: readonly string[]) => Promise<unknown>;
  /** Takes a dish of another category in where this one is. */
  readonly onArrive: (id: string) => boolean;
  readonly onEdit: () => void;
}

/** The row. */
export function DishRow({ dish, ids, onOrder, onArrive, onEdit, ...shared }: Props) {
  const { things, shelf, unrouted } = shared;
  const { id, name } = dish;
  const warnings = [unrouted.has(id) ? say.madeNowhere : "", dish.taxCategoryId === null ? say.noTax : ""];
  const notes = [weeklyWords(dish.dayparts), dish.allergens.length === 0 ? say.noAllergens : ""];
  return (
    <article class="menu-dish" aria-label={name} {...dropOn({ id, ids, onOrder, onArrive })}>
      <div class="row wrap">
        {dish.image === null ? null : (
          <img src={`/images/${dish.image.id}/96`} alt="" width={44} height={44} loading="lazy" />
        )}
        <h3 class="grow">{name}</h3>
        <strong class="bad">{warnings.filter(Boolean).join(", ")}</strong>
        <span class="soft">{notes.filter(Boolean).join(", ")}</span>
        <Move {...{ id, name, ids, onOrder }} />
        <button type="button" aria-label={words.frame.editNamed(name)} onClick={onEdit}>
          {words.frame.edit}
        </button>
      </div>
      {things.variants
        .filter(({ itemId }) => itemId === id)
        .map((variant) => (
          <VariantRow
            key={`${variant.id} ${variant.version}`}
            {...shared}
            {...{ dish, variant }}
            thing={shelf.find((one) => one.id === variant.id)}
          />
        ))}
    </article>
  );
}

interface VariantProps extends Keeping, RowParts {
  readonly dish: MenuDish;
  readonly variant: MenuVariant;
  readonly thing: Shelf["things"][number] | undefined;
}

function VariantRow({ dish, variant, thing, ...shared }: VariantProps) {
  const { keeping, doing, currency, marked, onSoldOut, onMark } = shared;
  const name = `${dish.name} ${variant.name}`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const price = minorUnits(fieldText(new FormData(event.currentTarget as HTMLFormElement), "price"), currency);
    if (price !== undefined) void doing.run(() => keeping.change("variants", variant, { price }));
  };
  return (
    <form class="row wrap menu-variant" onSubmit={submit}>
      <input
        type="checkbox"
        class="tick"
        aria-label={words.menu.bulk.mark(name)}
        checked={marked.includes(variant.id)}
        onChange={(event) => onMark(variant.id, event.currentTarget.checked)}
      />
      <span class="grow">{variant.name}</span>
      <label>
        <span class="visually-hidden">{words.menu.variant.priceOf(name, currency)}</span>
        <input
          name="price"
          inputmode="decimal"
          pattern={AMOUNT}
          required
          defaultValue={typedMoney(variant.price, currency)}
        />
      </label>
      <button type="submit" disabled={doing.busy} aria-label={words.menu.variant.savePriceOf(name)}>
        {words.frame.save}
      </button>
      <SoldOut {...{ name, thing }} onSay={(soldOut) => onSoldOut(variant.id, soldOut)} />
    </form>
  );
}
