/** The lines of the cart: how many, what is chosen, and what of it cannot be had any more. */
import { formatMoney } from "../shared/money.js";
import { type CartLine, optionWords, unitPrice } from "./cart.js";

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
  if (lines.length === 0) return <p class="soft">Nothing yet. Choose something from the menu.</p>;
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
          {quantity} x {item.name}
          <br />
          <small class="soft">{[optionWords(line), line.instructions].filter(Boolean).join(" / ")}</small>
        </span>
        <span>{formatMoney({ ...price, amount: price.amount * quantity })}</span>
      </div>
      {isAway ? (
        <p role="alert" class="notice bad">
          {item.name} cannot be had like this any more.
        </p>
      ) : null}
      <div class="row wrap">
        <button
          type="button"
          aria-label={`One ${item.name} less`}
          disabled={quantity <= 1}
          onClick={() => onCount(key, quantity - 1)}
        >
          -
        </button>
        <button
          type="button"
          aria-label={`One ${item.name} more`}
          disabled={quantity >= MOST}
          onClick={() => onCount(key, quantity + 1)}
        >
          +
        </button>
        <button type="button" aria-label={`Change ${item.name}`} onClick={() => onEdit(line)}>
          Change
        </button>
        <button type="button" aria-label={`Remove ${item.name}`} onClick={() => onRemove(key)}>
          Remove
        </button>
      </div>
    </div>
  );
}
