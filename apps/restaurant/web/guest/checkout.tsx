/** The cart and the checkout: who it is for, and the order itself, sent once however often the button is pressed. */
import { useState } from "preact/hooks";
import type { Menu, Quote } from "../../contracts/index.js";
import { ApiError, callApi, wordsFor } from "../shared/api.js";
import { fieldText } from "../shared/form.js";
import { formatMoney } from "../shared/money.js";
import { type CartLine, cartTotal, optionWords, unitPrice } from "./cart.js";
import { useQuote } from "./quote.js";
import type { Seat } from "./seat.js";

interface Props {
  readonly menu: Menu;
  readonly lines: readonly CartLine[];
  readonly seat: Seat | undefined;
  readonly onRemove: (key: string) => void;
}

interface Placed {
  readonly trackUrl: string;
}

/** One key per cart: a second press, or a retry after a lost answer, finds the same order. */
interface Attempt {
  readonly slip: string;
  readonly key: string;
}

/** The right-hand side of the page. */
export function Checkout({ menu, lines, seat, onRemove }: Props) {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState<Attempt>();
  const { quote, failure: unquoted, renew } = useQuote(menu, lines, seat);

  const send = async (contact: Record<string, string>): Promise<void> => {
    const body = { quoteId: (quote ?? (await renew())).quoteId, contact };
    const slip = JSON.stringify(body);
    const key = attempt?.slip === slip ? attempt.key : crypto.randomUUID();
    setAttempt({ slip, key });
    const headers = { "idempotency-key": key };
    const placed = await callApi<Placed>("/api/v1/orders", { method: "POST", body, headers });
    location.assign(new URL(placed.trackUrl).pathname);
  };
  const order = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const contact = contactOf(new FormData(event.currentTarget as HTMLFormElement));
    setBusy(true);
    setFailure(undefined);
    try {
      await send(contact);
    } catch (error) {
      setFailure(isOutdated(error) ? await newPriceWords(renew) : wordsFor(error));
      setBusy(false);
    }
  };
  const problem = failure ?? unquoted;
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
        <strong>{formatMoney(quote?.total ?? cartTotal(lines, menu))}</strong>
      </p>
      {quote === undefined ? null : <Terms quote={quote} />}
      <form class="stack" onSubmit={(event) => void order(event)}>
        <label>
          Name
          <input name="name" autocomplete="given-name" required maxLength={80} />
        </label>
        <label>
          Phone <span class="soft">(optional, with country code)</span>
          <input name="phone" type="tel" autocomplete="tel" placeholder="+49..." />
        </label>
        <div role="alert">{problem === undefined ? null : <p class="notice bad">{problem}</p>}</div>
        <button class="primary" type="submit" disabled={busy || lines.length === 0}>
          Place order
        </button>
      </form>
    </aside>
  );
}

/** Whether the guest must be asked again: price or time have changed, or the quote is too old. */
function isOutdated(error: unknown): boolean {
  return error instanceof ApiError && ["price_changed", "quote_expired"].includes(error.problem.code);
}

async function newPriceWords(renew: () => Promise<Quote>): Promise<string> {
  try {
    const { total } = await renew();
    return `The order now comes to ${formatMoney(total)}. Press again to confirm.`;
  } catch (error) {
    return wordsFor(error);
  }
}

/** What the price is made of, and when the order is ready. */
function Terms({ quote: { taxes, fees, promisedAt } }: { readonly quote: Quote }) {
  const time = new Date(promisedAt).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return (
    <div class="soft">
      {taxes.map((tax) => (
        <p key={`${tax.name} ${tax.ratePpm}`} class="spread">
          <span>
            {tax.included ? "including " : ""}
            {tax.name}
          </span>
          <span>{formatMoney(tax.amount)}</span>
        </p>
      ))}
      {fees.amount === 0 ? null : (
        <p class="spread">
          <span>Delivery</span>
          <span>{formatMoney(fees)}</span>
        </p>
      )}
      <p>Ready about {time}</p>
    </div>
  );
}

function contactOf(form: FormData): Record<string, string> {
  const phone = fieldText(form, "phone").trim();
  return { name: fieldText(form, "name"), ...(phone === "" ? {} : { phone }) };
}

function Line({ line, onRemove }: { readonly line: CartLine; readonly onRemove: (key: string) => void }) {
  const price = unitPrice(line.item, line);
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
