/** Choosing an item, or changing what was chosen: its options, a note and how many. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MenuItem } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { words as shared } from "../shared/words/index.js";
import { type CartLine, unfitGroup, unitPrice } from "./cart.js";
import { Diets } from "./diets.js";
import { OptionGroup, ruleWords, Variants } from "./item-options.js";
import { words } from "./words/index.js";

interface Props {
  readonly item: MenuItem;
  /** What was chosen before, where a line is changed. */
  readonly line: CartLine | undefined;
  /** What is asked beside the dish. */
  readonly children?: ComponentChildren;
  readonly onSave: (line: Omit<CartLine, "key">) => void;
  readonly onClose: () => void;
}

const MOST_INSTRUCTIONS = 200;
const MOST = 99;

/** The dialog for one item. */
export function ItemDialog({ item, line, children, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [options, setOptions] = useState<Readonly<Record<string, number>>>(line?.options ?? {});
  const [variantId, setVariantId] = useState(
    line?.variantId ?? item.variants.find(({ available }) => available)?.id ?? "",
  );
  const [quantity, setQuantity] = useState(line?.quantity ?? 1);
  const [instructions, setInstructions] = useState(line?.instructions ?? "");
  const [missing, setMissing] = useState<string>();
  useEffect(() => dialog.current?.showModal(), []);

  const price = unitPrice(item, { variantId, options });
  const choose = (chosen: Record<string, number>): void => {
    setOptions(chosen);
    setMissing(undefined);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    const unfit = unfitGroup(item, options);
    if (unfit === undefined) {
      onSave({ item, variantId, quantity, options, instructions });
      return;
    }
    setMissing(`${unfit.name}: ${ruleWords(unfit)}.`);
    document.getElementById(`group-${unfit.id}`)?.focus();
  };
  return (
    <dialog class="item" ref={dialog} onClose={onClose} aria-labelledby="item-name">
      <form class="stack" onSubmit={save}>
        <h2 id="item-name">{item.name}</h2>
        {item.image === null ? null : <img class="picture" src={item.image.large} alt={item.image.alt} />}
        <p aria-live="polite">
          <strong>{words.dish.allergens}</strong> {allergenWords(item, options)}
        </p>
        <Diets diets={item.diets} />
        <p class="soft">{item.description}</p>
        {item.variants.length > 1 ? <Variants item={item} chosen={variantId} onChange={setVariantId} /> : null}
        {item.optionGroups.map((group) => (
          <OptionGroup key={group.id} group={group} chosen={options} onChange={choose} />
        ))}
        <label>
          {words.dish.instructions}{" "}
          <span class="soft">{words.dish.written(instructions.length, MOST_INSTRUCTIONS)}</span>
          <textarea
            maxLength={MOST_INSTRUCTIONS}
            rows={2}
            value={instructions}
            onInput={(event) => setInstructions(event.currentTarget.value)}
          />
        </label>
        {children}
        <div role="alert">{missing === undefined ? null : <p class="notice bad">{missing}</p>}</div>
        <div class="row wrap">
          <Stepper quantity={quantity} onChange={setQuantity} />
          <button class="primary grow" type="submit">
            {(line === undefined ? words.dish.add : words.dish.change)(
              formatMoney({ ...price, amount: price.amount * quantity }),
            )}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {shared.close}
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
  return all.size === 0 ? words.dish.noAllergens : [...all].join(", ");
}

function Stepper({ quantity, onChange }: { readonly quantity: number; readonly onChange: (quantity: number) => void }) {
  return (
    <div class="row">
      <button
        type="button"
        aria-label={words.dish.oneLess}
        disabled={quantity <= 1}
        onClick={() => onChange(quantity - 1)}
      >
        -
      </button>
      <input
        class="count"
        type="number"
        aria-label={words.dish.howMany}
        min={1}
        max={MOST}
        value={quantity}
        onInput={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isInteger(valueAsNumber)) onChange(Math.min(Math.max(valueAsNumber, 1), MOST));
        }}
      />
      <button
        type="button"
        aria-label={words.dish.oneMore}
        disabled={quantity >= MOST}
        onClick={() => onChange(quantity + 1)}
      >
        +
      </button>
    </div>
  );
}
