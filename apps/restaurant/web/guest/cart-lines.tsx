/** The lines of the cart: how many, what is chosen, and what of it cannot be had any more. */
import { formatMoney } from "../shared/money.js";
import { words as shared } from "../shared/words/index.js";
import { type CartLine, optionWords, unitPrice } from "./cart.js";
import { words } from "./words/index.js";

/** What a guest can do to lines. */
export interface LineActions {
  readonly onEdit: (line: CartLine) => void;
  readonly onCount: (key: string, quantity: number) => void;
  readonly onRemove: (key: string) => void;
}

interface Props extends LineActions {
  readonly lines: readonly CartLine[];
  readonly away: readonly CartLine[];
}

/** The list; empty, it says what to do. */
export function CartLines({ lines, away, ...actions }: Props) {
  if (lines.length === 0) return <p class="soft">{words.cart.empty}</p>;
  return (
    <ul class="lines">
      {lines.map((line) => (
        <li key={line.key}>
          <Line line={line} isAway={away.includes(line)} {...actions} />
        </li>
      ))}
    </ul>
  );
}

const MOST = 99;

function Line({ line, isAway, onEdit, onCount, onRemove }: LineActions & { line: CartLine; isAway: boolean }) {
  const { key, item, quantity } = line;
  const price = unitPrice(item, line);
  return (
    <div class="stack tight">
      <div class="spread">
        <span>
          {shared.pieces(quantity, item.name)}
          <br />
          <small class="soft">{[optionWords(line), line.instructions].filter(Boolean).join(" / ")}</small>
        </span>
        <span>{formatMoney({ ...price, amount: price.amount * quantity })}</span>
      </div>
      {isAway ? (
        <p role="alert" class="notice bad">
          {words.cart.away(item.name)}
        </p>
      ) : null}
      <div class="row wrap">
        <button
          type="button"
          aria-label={words.cart.oneLess(item.name)}
          disabled={quantity <= 1}
          onClick={() => onCount(key, quantity - 1)}
        >
          -
        </button>
        <button
          type="button"
          aria-label={words.cart.oneMore(item.name)}
          disabled={quantity >= MOST}
          onClick={() => onCount(key, quantity + 1)}
        >
          +
        </button>
        <button type="button" aria-label={words.cart.changeDish(item.name)} onClick={() => onEdit(line)}>
          {words.cart.change}
        </button>
        <button type="button" aria-label={words.cart.removeDish(item.name)} onClick={() => onRemove(key)}>
          {words.cart.remove}
        </button>
      </div>
    </div>
  );
}
