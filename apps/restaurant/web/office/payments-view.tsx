/** The money that somebody may have to look after: what is open, what does not agree, and what goes back. */
import type { HealthReport, OfficeMoney } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { momentIn } from "../shared/time.js";
import { useEvery } from "../shared/use-every.js";
import { readable } from "./named.js";
import { orderNumber } from "./order-card.js";
import { agoWords, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing, useLoaded } from "./use-loaded.js";

type Payment = OfficeMoney["open"][number];
type Refund = OfficeMoney["refunds"][number];
type Dispute = OfficeMoney["disputes"][number];
type OfOrder = Pick<Payment, "orderId" | "orderNumber" | "orderState">;

const EVERY_MILLISECONDS = 15_000;

/** The view. */
export function PaymentsView({ at }: ViewProps) {
  const { data: money, failure, reload } = useLoaded<OfficeMoney>(`${at}/payments`, EVERY_MILLISECONDS);
  const health = useLoaded<HealthReport>(`${at}/health`, EVERY_MILLISECONDS);
  const doing = useDoing();
  const now = useEvery(1000);
  if (money === undefined) return <Failure words={failure} />;
  const check = ({ id }: Payment) =>
    void doing.run(() => callAs(`/api/v1/payments/${id}/check`, { method: "POST" }), reload);
  const payments = paymentColumns(now, (payment) => (
    <button
      type="button"
      disabled={doing.busy}
      aria-label={`Check the payment of ${orderNumber({ number: payment.orderNumber })} now`}
      onClick={() => check(payment)}
    >
      Check now
    </button>
  ));
  return (
    <div class="stack">
      <Failure words={failure ?? doing.failure} />
      <Part title="Open" none="Nothing is open." rows={money.open} columns={payments} />
      <Part title="Does not agree" none="All money agrees with its order." rows={money.mismatches} columns={payments} />
      <Part title="Late or twice" none="Nothing came too late or twice." rows={money.late} columns={REFUNDS} />
      <Part title="Given back" none="Nothing was given back." rows={money.refunds} columns={REFUNDS} />
      <Part title="Disputes" none="Nothing is disputed." rows={money.disputes} columns={DISPUTES} />
      <section class="card stack" aria-labelledby="heard">
        <h2 id="heard">When partners were last heard</h2>
        <Failure words={health.failure} />
        <ul class="lines">
          {(health.data?.partners ?? []).map(({ partner, lastEventAt }) => (
            <li key={partner} class="spread">
              <span>{partner}</span>
              <span>{agoWords(lastEventAt, now)}</span>
            </li>
          ))}
          <li class="spread">
            <span>Events that wait, and that were given up on</span>
            <span>
              {health.data?.inbox.waiting ?? ""}, <a href="/office/health">{health.data?.inbox.dead ?? ""}</a>
            </span>
          </li>
        </ul>
      </section>
    </div>
  );
}

interface PartProps<Row> {
  readonly title: string;
  readonly none: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
}

function Part<Row extends { readonly id?: string; readonly paymentId?: string }>(props: PartProps<Row>) {
  const { title, none, rows, columns } = props;
  return (
    <section class="card stack" aria-label={title}>
      <h2>
        {title} <span class="soft">{rows.length}</span>
      </h2>
      {rows.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <SortedTable
          caption={title}
          columns={columns}
          rows={rows}
          keyOf={({ id, paymentId }) => id ?? paymentId ?? ""}
        />
      )}
    </section>
  );
}

/** Which order it is of. */
function orderColumn<Row extends OfOrder>(): Column<Row> {
  return {
    name: "Order",
    sortBy: ({ orderNumber: number }) => number,
    cell: ({ orderId, orderNumber: number, orderState }) => (
      <>
        <a href={`/office/orders#order=${orderId}`}>{orderNumber({ number })}</a>{" "}
        <span class="soft">{readable(orderState)}</span>
      </>
    ),
  };
}

interface Sum {
  readonly amount: { readonly amount: number; readonly currency: string };
}

function amountColumn<Row extends Sum>(): Column<Row> {
  return {
    name: "Amount",
    isNumber: true,
    sortBy: ({ amount: { amount } }) => amount,
    cell: ({ amount }) => formatMoney(amount),
  };
}

function paymentColumns(now: number, action: Column<Payment>["cell"]): readonly Column<Payment>[] {
  return [
    orderColumn(),
    { name: "Partner", sortBy: ({ provider }) => provider, cell: ({ provider }) => provider },
    { name: "Their name for it", cell: ({ providerRef }) => <code>{providerRef}</code> },
    amountColumn(),
    {
      name: "State",
      sortBy: ({ state }) => state,
      cell: ({ state, failureCode }) => [readable(state), failureCode].filter(Boolean).join(": "),
    },
    { name: "Since", sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => agoWords(createdAt, now) },
    {
      name: "Asked",
      sortBy: ({ lastCheckedAt }) => lastCheckedAt ?? "",
      cell: ({ lastCheckedAt }) => agoWords(lastCheckedAt, now),
    },
    { name: "", cell: action },
  ];
}

const REFUNDS: readonly Column<Refund>[] = [
  orderColumn(),
  { name: "Partner", sortBy: ({ provider }) => provider, cell: ({ provider }) => provider },
  amountColumn(),
  { name: "Why", sortBy: ({ reason }) => reason, cell: ({ reason }) => readable(reason) },
  {
    name: "State",
    sortBy: ({ state }) => state,
    cell: ({ state, failureCode }) => [state, failureCode].filter(Boolean).join(": "),
  },
  { name: "Since", sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => momentIn(createdAt) },
];

const DISPUTES: readonly Column<Dispute>[] = [
  orderColumn(),
  amountColumn(),
  { name: "Why", sortBy: ({ reason }) => reason, cell: ({ reason }) => readable(reason) },
  { name: "State", sortBy: ({ state }) => state, cell: ({ state }) => state },
  { name: "Since", sortBy: ({ openedAt }) => openedAt, cell: ({ openedAt }) => momentIn(openedAt) },
];
