/** The orders of one business day, a page at a time. */
import { useState } from "preact/hooks";
import type { OrderSummary } from "../../contracts/index.js";
import { wordsFor } from "../shared/api.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { timeIn } from "../shared/time.js";
import { orderNumber } from "./order-card.js";
import { Failure, readable, Table } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useLoaded } from "./use-loaded.js";

interface OrdersPage {
  readonly orders: readonly OrderSummary[];
  readonly next: string | null;
}

const COLUMNS = ["Order", "Time", "Kind", "Guest", "State", "Payment", "Total"];

/** The list; the business day is the place's own, which ends some time after midnight. */
export function DayOrders({ at, onOpen }: ViewProps & { readonly onOpen: (id: string) => void }) {
  const [date, setDate] = useState(() => new Date().toLocaleDateString("sv-SE"));
  const path = `${at}/orders?date=${date}&limit=50`;
  const { data, failure } = useLoaded<OrdersPage>(path);
  const [more, setMore] = useState<{ readonly of: string; readonly pages: readonly OrdersPage[] }>();
  const [problem, setProblem] = useState<string>();
  const pages = [...(data === undefined ? [] : [data]), ...(more?.of === path ? more.pages : [])];
  const next = pages.at(-1)?.next ?? null;
  const load = async (cursor: string): Promise<void> => {
    try {
      const page = await callAs<OrdersPage>(`${path}&cursor=${cursor}`);
      setMore((known) => ({ of: path, pages: [...(known?.of === path ? known.pages : []), page] }));
    } catch (error) {
      setProblem(wordsFor(error));
    }
  };
  return (
    <div class="stack">
      <label class="short">
        Business day
        <input type="date" value={date} required onChange={(event) => setDate(event.currentTarget.value || date)} />
      </label>
      <Failure words={failure ?? problem} />
      {data?.orders.length === 0 ? <p class="soft">No orders on that day.</p> : null}
      <Table caption={`Orders of ${date}`} columns={COLUMNS}>
        {pages
          .flatMap(({ orders }) => orders)
          .map((order) => (
            <tr key={order.id}>
              <td>
                <button type="button" class="link" onClick={() => onOpen(order.id)}>
                  {orderNumber(order)}
                </button>
              </td>
              <td>{timeIn(order.createdAt)}</td>
              <td>{order.table ?? readable(order.orderType)}</td>
              <td>{order.guest}</td>
              <td>{readable(order.state)}</td>
              <td>{readable(order.paymentState)}</td>
              <td class="number">{formatMoney(order.total)}</td>
            </tr>
          ))}
      </Table>
      {next === null ? null : (
        <button type="button" onClick={() => void load(next)}>
          Earlier
        </button>
      )}
    </div>
  );
}
