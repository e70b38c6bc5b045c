/** An item's variants and groups of options, each with its rule. */
import type { MenuItem } from "../../contracts/index.js";
import { formatExtra, formatMoney } from "../shared/money.js";
import { words as shared } from "../shared/words/index.js";
import { words } from "./words/index.js";

type Group = MenuItem["optionGroups"][number];
type Option = Group["options"][number];

interface VariantsProps {
  readonly item: MenuItem;
  readonly chosen: string;
  readonly onChange: (variantId: string) => void;
}

/** The variants, one of which is chosen. */
export function Variants({ item, chosen, onChange }: VariantsProps) {
  return (
    <fieldset>
      <legend>
        {words.dish.size} <span class="soft">{words.dish.sizeRule}</span>
      </legend>
      {item.variants.map((variant) => (
        <label key={variant.id} class="option">
          <input
            type="radio"
            name="variant"
            checked={variant.id === chosen}
            disabled={!variant.available}
            onChange={() => onChange(variant.id)}
          />
          <span class="grow">{variant.available ? variant.name : words.dish.soldOut(variant.name)}</span>
          <span class="soft">{formatMoney(variant.price)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** "choose 1", "choose up to 3". */
export function ruleWords({ min, max }: Group): string {
  return words.dish.choose(min, max);
}

interface GroupProps {
  readonly group: Group;
  readonly chosen: Readonly<Record<string, number>>;
  readonly onChange: (options: Record<string, number>) => void;
}

/** A group; once it is full the others stay readable, and say why they cannot be chosen. */
export function OptionGroup({ group, chosen, onChange }: GroupProps) {
  const single = group.max === 1;
  const count = group.options.reduce((sum, { id }) => sum + (chosen[id] ?? 0), 0);
  const isFull = !single && count >= group.max;
  const others = single ? Object.fromEntries(group.options.map(({ id }) => [id, 0])) : {};
  const choose = (id: string, wanted: number): void => onChange({ ...chosen, ...others, [id]: wanted });
  return (
    <fieldset id={`group-${group.id}`} tabIndex={-1}>
      <legend>
        {group.name}{" "}
        <span class="soft">({group.min === 0 ? ruleWords(group) : words.dish.required(ruleWords(group))})</span>
      </legend>
      <p id={`full-${group.id}`} class="soft" role="status">
        {isFull ? words.dish.full(group.max) : ""}
      </p>
      {group.options.map((option) => (
        <OptionRow
          key={option.id}
          {...{ group, option, isFull, single }}
          quantity={chosen[option.id] ?? 0}
          onChoose={choose}
        />
      ))}
    </fieldset>
  );
}

interface RowProps {
  readonly group: Group;
  readonly option: Option;
  readonly quantity: number;
  readonly isFull: boolean;
  readonly single: boolean;
  readonly onChoose: (id: string, quantity: number) => void;
}

function OptionRow({ group, option, quantity, isFull, single, onChoose }: RowProps) {
  const { id, name, price, allergens } = option;
  const isShut = isFull && quantity === 0;
  return (
    <div class="option">
      <label class="option grow">
        <input
          type={single && group.min === 1 ? "radio" : "checkbox"}
          name={group.id}
          checked={quantity > 0}
          aria-disabled={isShut}
          aria-describedby={isShut ? `full-${group.id}` : undefined}
          onClick={(event) => (isShut ? event.preventDefault() : undefined)}
          onChange={(event) => onChoose(id, event.currentTarget.checked ? 1 : 0)}
        />
        <span class="grow">
          {quantity > 1 ? shared.pieces(quantity, name) : name}
          {allergens.length === 0 ? null : (
            <small class="soft"> {words.dish.optionContains(allergens.join(", "))}</small>
          )}
        </span>
        <span class="soft">{formatExtra(price)}</span>
      </label>
      {quantity > 0 && group.maxPerOption > 1 ? (
        <button
          type="button"
          aria-label={words.dish.oneMoreOf(name)}
          disabled={isFull || quantity >= group.maxPerOption}
          onClick={() => onChoose(id, quantity + 1)}
        >
          +
        </button>
      ) : null}
    </div>
  );
}
