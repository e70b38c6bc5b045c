/** The cart and the checkout: how, where and for whom, what it comes to, and the order itself. */
import { useEffect, useState } from "preact/hooks";
import type { Basket, Location, Menu } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { renewSession } from "./account/customer-session.js";
import type { CustomerOfPage } from "./account/use-customer.js";
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
import { focusOn, type Missing, missingIn } from "./who-fields.js";
import { awayLines, basketOf, type Wish } from "./wish.js";
import { words } from "./words/index.js";

interface Props extends LineActions {
  readonly menu: Menu;
  readonly location: Location;
  readonly lines: readonly CartLine[];
  readonly seat: Seat | undefined;
  readonly wish: Wish;
  readonly onWish: (change: Partial<Wish>) => void;
  readonly customer: CustomerOfPage;
  readonly onSignIn: () => void;
  /** Told when the order would be ready; `undefined` where that is not known. */
  readonly onPromise: (promisedAt: string | undefined) => void;
  /** Told of the code of each refusal: what is sold out, or a table that was cleared. */
  readonly onRefused: (code: string) => void;
}

/** The right-hand side of the page; on a telephone what stands under the menu. */
export function Checkout(props: Props) {
  const { menu, location, lines, seat, wish, customer, onWish, onSignIn, onPromise, onRefused, ...actions } = props;
  const { profile } = customer;
  const basket = basketOf(lines, wish, seat);
  const quoted = useQuote(menu.restaurant.slug, basket);
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  const [missing, setMissing] = useState<Missing>();
  const ordering = useOrdering({
    ...{ slug: location.slug, quoted, basket, onRefused },
    before: () => readied(customer, wish, basket),
  });
  const { quote, failure } = quoted;
  useEffect(() => onPromise(quote?.promisedAt), [quote?.promisedAt]);
  const away = awayLines(lines, menu);
  const needsTime = wish.requestedAt === "" && !takesNow(location);
  const order = (event?: Event): void => {
    event?.preventDefault();
    if (form === null) return;
    const said = saidIn(new FormData(form));
    const lacks = missingIn(said.contact, { orderType: wish.orderType, byMail: location.byMail });
    setMissing(lacks);
    if (lacks === undefined) void ordering.order(said);
    else focusOn(form, lacks);
  };
  const problem = ordering.failure ?? failure?.words;
  return (
    <aside class="cart card stack" id="cart" tabIndex={-1} aria-label={words.cart.title}>
      <h2>{words.cart.title}</h2>
      <CartLines lines={lines} away={away} {...actions} />
      <form class="stack" ref={setForm} onInput={() => setMissing(undefined)} onSubmit={order}>
        <Where {...{ location, wish, profile }} onChange={onWish} />
        {lines.length === 0 ? null : (
          <Tip
            offered={quoted.tips}
            subtotal={quote?.subtotal ?? cartTotal(lines, menu)}
            tip={wish.tip}
            onChange={(tip) => onWish({ tip })}
          />
        )}
        <p class="spread">
          <span>{words.bill.total}</span>
          <strong>{formatMoney(quote?.total ?? cartTotal(lines, menu))}</strong>
        </p>
        {quote === undefined ? null : <Terms quote={quote} orderType={wish.orderType} timeZone={location.timezone} />}
        <ContactFields
          key={profile?.id}
          payLater={payLaterOf(location, wish, profile?.phone != null)}
          payOnline={location.payWith.length > 0}
          {...{ orderType: wish.orderType, byMail: location.byMail, profile, missing }}
          onSignIn={onSignIn}
          allergyNote={wish.allergyNote}
          onAllergy={(allergyNote) => onWish({ allergyNote })}
        />
        <div role="alert">{problem === undefined ? null : <p class="notice bad">{problem}</p>}</div>
        {needsTime ? <p class="soft">{words.order.chooseTime}</p> : null}
        <button
          class="primary"
          type="submit"
          disabled={ordering.busy || lines.length === 0 || away.length > 0 || needsTime}
        >
          {ordering.busy ? words.order.sending : words.order.place}
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

/** How many addresses an account keeps. */
const MOST_ADDRESSES = 5;

/** Sees to it that the order is sent as whoever is signed in, and keeps the address where that is wanted. */
async function readied({ profile, change }: CustomerOfPage, wish: Wish, basket: Basket | undefined): Promise<void> {
  if (!(await renewSession()) || profile === undefined) return;
  const address = basket?.address;
  if (!wish.keepsAddress || address === undefined) return;
  const others = profile.addresses.filter(
    ({ street, postcode }) => street !== address.street || postcode !== address.postcode,
  );
  await change({ addresses: [address, ...others].slice(0, MOST_ADDRESSES) });
}

function payLaterOf(location: Location, { orderType }: Wish, hasProvedPhone: boolean): "yes" | "signed-in" | "no" {
  if (!location.payLaterTypes.includes(orderType)) return "no";
  // Whoever sits at a table is seen.
  if (!location.payLaterNeedsPhone || orderType === "dine_in" || hasProvedPhone) return "yes";
  return location.signIn ? "signed-in" : "no";
}
