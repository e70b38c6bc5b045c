/** Choosing an item: its options, a note and how many. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { MenuItem } from "../../contracts/index.js";
import { formatExtra, formatMoney } from "../shared/money.js";
import { type CartLine, unfitGroup, unitPrice } from "./cart.js";

interface Props {
  readonly item: MenuItem;
  readonly onAdd: (line: Omit<CartLine, "key">) => void;
  readonly onClose: () => void;
}

type Group = MenuItem["optionGroups"][number];

/** The dialog for one item. */
export function ItemDialog({ item, onAdd, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [options, setOptions] = useState<Record<string, number>>({});
  const [variantId, setVariantId] = useState(item.variants.find(({ available }) => available)?.id ?? "");
  const [quantity, setQuantity] = useState(1);
  const [instructions, setInstructions] = useState("");
  const [missing, setMissing] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);

  const price = unitPrice(item, { variantId, options });
  const choose = (chosen: Record<string, number>): void => {
    setOptions(chosen);
    setMissing(undefined);
  };
  const add = (event: Event): void => {
    event.preventDefault();
    const unfit = unfitGroup(item, options);
    if (unfit === undefined) {
      onAdd({ item, variantId, quantity, options, instructions });
      return;
    }
    setMissing(`${unfit.name}: ${ruleWords(unfit)}.`);
    document.getElementById(`group-${unfit.id}`)?.focus();
  };
  return (
    <dialog class="item" ref={dialog} onClose={onClose} aria-labelledby="item-name">
      <form class="stack" onSubmit={add}>
        <h2 id="item-name">{item.name}</h2>
        <p>
          <strong>Allergens:</strong> {allergenWords(item, options)}
        </p>
        <p class="soft">{item.description}</p>
        {item.variants.length > 1 ? <Variants item={item} chosen={variantId} onChange={setVariantId} /> : null}
        {item.optionGroups.map((group) => (
          <OptionGroup key={group.id} group={group} chosen={options} onChange={choose} />
        ))}
        <label>
          Instructions
          <textarea
            maxLength={200}
            rows={2}
            value={instructions}
            onInput={(event) => setInstructions(event.currentTarget.value)}
          />
        </label>
        <div role="alert">{missing === undefined ? null : <p class="notice bad">{missing}</p>}</div>
        <div class="row">
          <Stepper quantity={quantity} onChange={setQuantity} />
          <button class="primary grow" type="submit">
            Add - {formatMoney({ ...price, amount: price.amount * quantity })}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The item's and those of what is chosen, together. */
function allergenWords(item: MenuItem, options: Readonly<Record<string, number>>): string {
  const chosen = item.optionGroups.flatMap((group) => group.options).filter(({ id }) => (options[id] ?? 0) > 0);
  const all = new Set([...item.allergens, ...chosen.flatMap(({ allergens }) => allergens)]);
  return all.size === 0 ? "none declared" : [...all].join(", ");
}

interface VariantsProps {
  readonly item: MenuItem;
  readonly chosen: string;
  readonly onChange: (variantId: string) => void;
}

function Variants({ item, chosen, onChange }: VariantsProps) {
  return (
    <fieldset>
      <legend>
        Size <span class="soft">(choose 1)</span>
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
          <span class="grow">{variant.available ? variant.name : `${variant.name} (sold out)`}</span>
          <span class="soft">{formatMoney(variant.price)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ruleWords({ min, max }: Group): string {
  if (min === max) return `choose ${min}`;
  return min === 0 ? `choose up to ${max}` : `choose ${min} to ${max}`;
}

interface GroupProps {
  readonly group: Group;
  readonly chosen: Readonly<Record<string, number>>;
  readonly onChange: (options: Record<string, number>) => void;
}

function OptionGroup({ group, chosen, onChange }: GroupProps) {
  const single = group.max === 1;
  const choose = (id: string, on: boolean): void => {
    const others = single ? Object.fromEntries(group.options.map((option) => [option.id, 0])) : {};
    onChange({ ...chosen, ...others, [id]: on ? 1 : 0 });
  };
  return (
    <fieldset id={`group-${group.id}`} tabIndex={-1}>
      <legend>
        {group.name} <span class="soft">({ruleWords(group)})</span>
      </legend>
      {group.options.map((option) => (
        <label key={option.id} class="option">
          <input
            type={single && group.min === 1 ? "radio" : "checkbox"}
            name={group.id}
            checked={(chosen[option.id] ?? 0) > 0}
            onChange={(event) => choose(option.id, event.currentTarget.checked)}
          />
          <span class="grow">{option.name}</span>
          <span class="soft">{formatExtra(option.price)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Stepper({ quantity, onChange }: { readonly quantity: number; readonly onChange: (quantity: number) => void }) {
  return (
    <div class="row">
      <button type="button" aria-label="One less" disabled={quantity <= 1} onClick={() => onChange(quantity - 1)}>
        -
      </button>
      <output aria-live="polite">{quantity}</output>
      <button type="button" aria-label="One more" disabled={quantity >= 99} onClick={() => onChange(quantity + 1)}>
        +
      </button>
    </div>
  );
}
