/** A tip, in whole minor units; nothing is chosen beforehand. */
import { formatMoney, type Money } from "../shared/money.js";

const SHARES = [5, 10, 15] as const;

interface Props {
  readonly subtotal: Money;
  readonly tip: number;
  readonly onChange: (tip: number) => void;
}

/** Three shares of the dishes' price, rounded down; pressed again, the tip is taken back. */
export function Tip({ subtotal, tip, onChange }: Props) {
  return (
    <fieldset class="plain">
      <legend>
        Tip <span class="soft">(if you like)</span>
      </legend>
      <div class="row wrap">
        {SHARES.map((share) => {
          const amount = Math.floor((subtotal.amount * share) / 100);
          const chosen = amount > 0 && tip === amount;
          return (
            <button key={share} type="button" aria-pressed={chosen} onClick={() => onChange(chosen ? 0 : amount)}>
              {share} % <span class="soft">{formatMoney({ ...subtotal, amount })}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
