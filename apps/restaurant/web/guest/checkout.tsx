/** The cart and the checkout: how, where and for whom, what it comes to, and the order itself. */
import { useState } from "preact/hooks";
import type { Location, Menu } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { type CartLine, cartTotal } from "./cart.js";
import { CartLines, type LineActions } from "./cart-lines.js";
import { ChangedDialog } from "./changed-dialog.js";
import { ContactFields, saidIn } from "./contact-fields.js";
import { takesNow } from "./notices.js";
import { useQuote } from "./quote.js";
import type { Seat } from "./seat.js";
import { Terms } from "./terms.js";
import { Tip } from "./tip.js";
import { useOrdering } from "./use-ordering.js";
import { Where } from "./where.js";
import { awayLines, basketOf, type Wish } from "./wish.js";

interface Props extends LineActions {
  readonly menu: Menu;
  readonly location: Location;
  readonly lines: readonly CartLine[];
  readonly seat: Seat | undefined;
  readonly wish: Wish;
  readonly onWish: (change: Partial<Wish>) => void;
  /** Told of the code of each refusal: what is sold out, or a table that was cleared. */
  readonly onRefused: (code: string) => void;
}

/** The right-hand side of the page; on a telephone what stands under the menu. */
export function Checkout({ menu, location, lines, seat, wish, onWish, onRefused, ...actions }: Props) {
  const basket = basketOf(lines, wish, seat);
  const quoted = useQuote(menu.restaurant.slug, basket);
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  const ordering = useOrdering({ quoted, basket, onRefused });
  const { quote, failure } = quoted;
  const away = awayLines(lines, menu);
  const needsTime = wish.requestedAt === "" && !takesNow(location);
  const order = (): void => {
    if (form !== null) void ordering.order(saidIn(new FormData(form)));
  };
  const problem = ordering.failure ?? failure?.words;
  return (
    <aside class="cart card stack" id="cart" tabIndex={-1} aria-label="Your order">
      <h2>Your order</h2>
      <CartLines lines={lines} away={away} {...actions} />
      <form
        class="stack"
        ref={setForm}
        onSubmit={(event) => {
          event.preventDefault();
          order();
        }}
      >
        <Where location={location} wish={wish} onChange={onWish} />
        {lines.length === 0 ? null : (
          <Tip
            subtotal={quote?.subtotal ?? cartTotal(lines, menu)}
            tip={wish.tip}
            onChange={(tip) => onWish({ tip })}
          />
        )}
        <p class="spread">
          <span>Total</span>
          <strong>{formatMoney(quote?.total ?? cartTotal(lines, menu))}</strong>
        </p>
        {quote === undefined ? null : <Terms quote={quote} orderType={wish.orderType} timeZone={location.timezone} />}
        <ContactFields key={wish.orderType} payLater={location.payLaterTypes.includes(wish.orderType)} />
        <div role="alert">{problem === undefined ? null : <p class="notice bad">{problem}</p>}</div>
        {needsTime ? <p class="soft">Choose a time above: right now no orders are taken.</p> : null}
        <button
          class="primary"
          type="submit"
          disabled={ordering.busy || lines.length === 0 || away.length > 0 || needsTime}
        >
          {ordering.busy ? "Sending..." : "Place order"}
        </button>
      </form>
      {ordering.change === undefined ? null : (
        <ChangedDialog
          change={ordering.change}
          timeZone={location.timezone}
          onConfirm={order}
          onClose={ordering.dropChange}
        />
      )}
    </aside>
  );
}
