/** The cart and the checkout: who it is for, and the order itself, sent once however often the button is pressed. */
import { useState } from "preact/hooks";
import type { Menu } from "../../contracts/index.js";
import { callApi, wordsFor } from "../shared/api.js";
import { fieldText } from "../shared/form.js";
import { formatMoney } from "../shared/money.js";
import { type CartLine, cartTotal, optionWords, slipLines, unitPrice } from "./cart.js";

interface Props {
  readonly menu: Menu;
  readonly lines: readonly CartLine[];
  readonly onRemove: (key: string) => void;
}

interface Placed {
  readonly trackUrl: string;
}

/** The right-hand side of the page. */
export function Checkout({ menu, lines, onRemove }: Props) {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  // One key per cart: a second press, or a retry after a lost answer, finds the same order.
  const [attempt, setAttempt] = useState<{ readonly slip: string; readonly key: string }>();

  const order = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { lines: slipLines(lines), contact: contactOf(form) };
    const slip = JSON.stringify(body);
    const key = attempt?.slip === slip ? attempt.key : crypto.randomUUID();
    setAttempt({ slip, key });
    setBusy(true);
    setFailure(undefined);
    try {
      const headers = { "idempotency-key": key };
      const placed = await callApi<Placed>("/api/v1/orders", { method: "POST", body, headers });
      location.assign(new URL(placed.trackUrl).pathname);
    } catch (error) {
      setFailure(wordsFor(error));
      setBusy(false);
    }
  };
  return (
    <aside class="cart card stack" aria-label="Your order">
      <h2>Your order</h2>
      {lines.length === 0 ? <p class="soft">Nothing yet. Choose something from the menu.</p> : null}
      <ul class="lines">
        {lines.map((line) => (
          <li key={line.key}>
            <Line line={line} onRemove={onRemove} />
          </li>
        ))}
      </ul>
      <p class="spread">
        <span>Total</span>
        <strong>{formatMoney(cartTotal(lines, menu))}</strong>
      </p>
      <form class="stack" onSubmit={(event) => void order(event)}>
        <label>
          Name
          <input name="name" autocomplete="given-name" required maxLength={80} />
        </label>
        <label>
          Phone <span class="soft">(optional, with country code)</span>
          <input name="phone" type="tel" autocomplete="tel" placeholder="+49..." />
        </label>
        <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
        <button class="primary" type="submit" disabled={busy || lines.length === 0}>
          Place order
        </button>
      </form>
    </aside>
  );
}

function contactOf(form: FormData): Record<string, string> {
  const phone = fieldText(form, "phone").trim();
  return { name: fieldText(form, "name"), ...(phone === "" ? {} : { phone }) };
}

function Line({ line, onRemove }: { readonly line: CartLine; readonly onRemove: (key: string) => void }) {
  const price = unitPrice(line.item, line.options);
  return (
    <div class="spread">
      <span>
        {line.quantity} x {line.item.name}
        <br />
        <small class="soft">{[optionWords(line), line.instructions].filter(Boolean).join(" / ")}</small>
      </span>
      <span class="row">
        {formatMoney({ ...price, amount: price.amount * line.quantity })}
        <button type="button" aria-label={`Remove ${line.item.name}`} onClick={() => onRemove(line.key)}>
          x
        </button>
      </span>
    </div>
  );
}
