/** What a customer has ordered while signed in, a page at a time. */
import { useEffect, useState } from "preact/hooks";
import type { OwnOrder } from "../../../contracts/index.js";
import { formatMoney } from "../../shared/money.js";
import { dayIn } from "../../shared/time.js";
import { words as shared } from "../../shared/words/index.js";
import { told } from "../told.js";
import { useDeed } from "../use-deed.js";
import { words } from "../words/index.js";
import { callAsCustomer } from "./customer-session.js";

interface Page {
  readonly orders: readonly OwnOrder[];
  readonly next: string | null;
}

/** The list; each order leads to the page that follows it. */
export function History() {
  const [{ orders, next }, setPage] = useState<Page>({ orders: [], next: null });
  const [isRead, setRead] = useState(false);
  const { busy, failure, run } = useDeed(told);
  const read = (cursor: string | null) =>
    run(async () => {
      const query = cursor === null ? "" : `?cursor=${cursor}`;
      const page = await callAsCustomer<Page>(`/api/v1/customer/orders${query}`);
      setPage({ orders: [...(cursor === null ? [] : orders), ...page.orders], next: page.next });
      setRead(true);
    });
  useEffect(() => void read(null), []);
  return (
    <section class="stack tight" aria-labelledby="history">
      <h3 id="history">{words.account.ordered}</h3>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {isRead && orders.length === 0 ? <p class="soft">{words.account.orderedNothing}</p> : null}
      <ul class="lines">
        {orders.map((order) => (
          <li key={order.id}>
            <a class="spread past" href={new URL(order.trackUrl).pathname}>
              <span>
                {dayIn(order.placedAt, order.timezone)}, {order.place} #{String(order.number).padStart(3, "0")}
                <br />
                <small class="soft">
                  {order.lines.map(({ name, quantity }) => shared.pieces(quantity, name)).join(", ")}
                </small>
              </span>
              <span>
                {formatMoney(order.total)}
                <br />
                <small class="soft">{shared.states[order.state]}</small>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {next === null ? null : (
        <button type="button" disabled={busy} onClick={() => void read(next)}>
          {words.account.earlier}
        </button>
      )}
    </section>
  );
}
