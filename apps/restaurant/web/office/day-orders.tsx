/** The orders of one business day, a page at a time. */
import { useState } from "preact/hooks";
import type { OrderSummary } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { timeIn } from "../shared/time.js";
import { told } from "../shared/told-staff.js";
import { named } from "./named.js";
import { orderNumber } from "./order-card.js";
import { Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useHere } from "./use-here.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.orders.day;

interface OrdersPage {
  readonly orders: readonly OrderSummary[];
  readonly next: string | null;
}

interface Props extends ViewProps {
  readonly onOpen: (id: string) => void;
}

/** The list; the business day is the place's own, which ends some time after midnight. */
export function DayOrders(props: Props) {
  const { data: place, failure } = useHere(props.person);
  if (place === undefined) return <Failure words={failure} />;
  return <Days {...props} timeZone={place.timezone} today={place.businessDate} />;
}

interface DaysProps extends Props {
  readonly timeZone: string;
  /** The business day it is. */
  readonly today: string;
}

function Days({ at, onOpen, timeZone, today }: DaysProps) {
  const [date, setDate] = useState(today);
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
      setProblem(told(error));
    }
  };
  return (
    <div class="stack">
      <label class="short">
        {say.businessDay(timeZone)}
        <input type="date" value={date} required onChange={(event) => setDate(event.currentTarget.value || date)} />
      </label>
      <Failure words={failure ?? problem} />
      {data?.orders.length === 0 ? <p class="soft">{say.none}</p> : null}
      <SortedTable
        caption={say.caption(date)}
        keptAs="day"
        columns={columnsOf(timeZone, onOpen)}
        rows={pages.flatMap(({ orders }) => orders)}
        keyOf={({ id }) => id}
      />
      {next === null ? null : (
        <button type="button" onClick={() => void load(next)}>
          {say.earlier}
        </button>
      )}
    </div>
  );
}

function columnsOf(timeZone: string, onOpen: (id: string) => void): readonly Column<OrderSummary>[] {
  return [
    {
      name: say.order,
      sortBy: ({ number }) => number,
      cell: (order) => (
        <button type="button" class="link" onClick={() => onOpen(order.id)}>
          {orderNumber(order)}
        </button>
      ),
    },
    { name: say.time, sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => timeIn(createdAt, timeZone) },
    { name: say.kind, sortBy: kindOf, cell: kindOf },
    { name: say.guest, sortBy: ({ guest }) => guest ?? "", cell: ({ guest }) => guest },
    { name: say.state, sortBy: stateOf, cell: stateOf },
    {
      name: say.payment,
      sortBy: paymentOf,
      cell: paymentOf,
    },
    {
      name: say.total,
      isNumber: true,
      sortBy: ({ total }) => total.amount,
      cell: ({ total }) => formatMoney(total),
    },
  ];
}

const kindOf = ({ table, orderType }: OrderSummary): string => table ?? named(words.codes.orderType, orderType);
const stateOf = ({ state }: OrderSummary): string => named(words.codes.orderState, state);
const paymentOf = ({ paymentState }: OrderSummary): string => named(words.codes.paymentState, paymentState);
