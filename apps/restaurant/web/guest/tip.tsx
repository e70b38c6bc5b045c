/** A tip, in whole minor units; nothing is chosen beforehand. */
import { useState } from "preact/hooks";
import type { Quote } from "../../contracts/index.js";
import { formatMoney, type Money } from "../shared/money.js";
import { minorUnits } from "../shared/money-input.js";
import { words } from "./words/index.js";

interface Props {
  /** What the server offers; nothing until it has priced the order. */
  readonly offered: Quote["tips"];
  readonly subtotal: Money;
  readonly tip: number;
  readonly onChange: (tip: number) => void;
}

/** The tips that the server has worked out, or an amount of one's own; pressed again, one is taken back. */
export function Tip({ offered, subtotal, tip, onChange }: Props) {
  const [typed, setTyped] = useState("");
  const type = (text: string): void => {
    setTyped(text);
    const amount = text.trim() === "" ? 0 : minorUnits(text, subtotal.currency);
    // Nobody gives more than the dishes cost; the server refuses it as well.
    if (amount !== undefined) onChange(Math.min(amount, subtotal.amount));
  };
  const choose = (amount: number): void => {
    setTyped("");
    onChange(amount);
  };
  return (
    <fieldset class="plain">
      <legend>
        {words.bill.tip} <span class="soft">{words.bill.tipIfYouLike}</span>
      </legend>
      <div class="row wrap">
        {offered.map(({ percent, amount }) => {
          const chosen = tip === amount.amount;
          return (
            <button
              key={percent}
              type="button"
              aria-pressed={chosen}
              onClick={() => choose(chosen ? 0 : amount.amount)}
            >
              {percent} % <span class="soft">{formatMoney(amount)}</span>
            </button>
          );
        })}
        <label class="own-tip">
          {words.bill.otherTip}
          <input
            inputmode="decimal"
            maxLength={10}
            value={typed}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </label>
      </div>
    </fieldset>
  );
}
