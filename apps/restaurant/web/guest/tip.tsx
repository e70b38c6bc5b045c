/** A tip, in whole minor units; nothing is chosen beforehand. */
import { useState } from "preact/hooks";
import { formatMoney, type Money } from "../shared/money.js";
import { minorUnits } from "../shared/money-input.js";
import { words } from "./words/index.js";

const SHARES = [5, 10, 15] as const;

interface Props {
  readonly subtotal: Money;
  readonly tip: number;
  readonly onChange: (tip: number) => void;
}

/** Three shares of the dishes' price, rounded down, or an amount of one's own; pressed again, a share is taken back. */
export function Tip({ subtotal, tip, onChange }: Props) {
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
        {SHARES.map((share) => {
          const amount = Math.floor((subtotal.amount * share) / 100);
          const chosen = amount > 0 && tip === amount;
          return (
            <button key={share} type="button" aria-pressed={chosen} onClick={() => choose(chosen ? 0 : amount)}>
              {share} % <span class="soft">{formatMoney({ ...subtotal, amount })}</span>
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
