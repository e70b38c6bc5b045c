/** The money that somebody may have to look after: what is open, what does not agree, and what goes back. */
import type { HealthReport, OfficeMoney } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { named, readable } from "./named.js";
import { orderNumber } from "./order-card.js";
import { agoWords, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { momentHere } from "./place-time.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const { codes, payments: say } = words;

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
      aria-label={say.checkNamed(orderNumber({ number: payment.orderNumber }))}
      onClick={() => check(payment)}
    >
      {say.checkNow}
    </button>
  ));
  return (
    <div class="stack">
      <Failure words={failure ?? doing.failure} />
      <Part title={say.open} none={say.noneOpen} rows={money.open} columns={payments} />
      <Part title={say.mismatches} none={say.noMismatches} rows={money.mismatches} columns={payments} />
      <Part title={say.late} none={say.noneLate} rows={money.late} columns={REFUNDS} />
      <Part title={say.refunds} none={say.noRefunds} rows={money.refunds} columns={REFUNDS} />
      <Part title={say.disputes} none={say.noDisputes} rows={money.disputes} columns={DISPUTES} />
      <section class="card stack" aria-labelledby="heard">
        <h2 id="heard">{say.heard}</h2>
        <Failure words={health.failure} />
        <ul class="lines">
          {(health.data?.partners ?? []).map(({ partner, lastEventAt }) => (
            <li key={partner} class="spread">
              <span>{partner}</span>
              <span>{agoWords(lastEventAt, now)}</span>
            </li>
          ))}
          <li class="spread">
            <span>{say.events}</span>
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
    name: say.order,
    sortBy: ({ orderNumber: number }) => number,
    cell: ({ orderId, orderNumber: number, orderState }) => (
      <>
        <a href={`/office/orders#order=${orderId}`}>{orderNumber({ number })}</a>{" "}
        <span class="soft">{named(codes.orderState, orderState)}</span>
      </>
    ),
  };
}

interface Sum {
  readonly amount: { readonly amount: number; readonly currency: string };
}

function amountColumn<Row extends Sum>(): Column<Row> {
  return {
    name: say.amount,
    isNumber: true,
    sortBy: ({ amount: { amount } }) => amount,
    cell: ({ amount }) => formatMoney(amount),
  };
}

function paymentColumns(now: number, action: Column<Payment>["cell"]): readonly Column<Payment>[] {
  return [
    orderColumn(),
    { name: say.partner, sortBy: partnerOf, cell: partnerOf },
    { name: say.reference, cell: ({ providerRef }) => <code>{providerRef}</code> },
    amountColumn(),
    {
      name: say.state,
      sortBy: ({ state }) => state,
      cell: ({ state, failureCode }) => [named(codes.paymentState, state), failureCode].filter(Boolean).join(": "),
    },
    { name: say.since, sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => agoWords(createdAt, now) },
    {
      name: say.asked,
      sortBy: ({ lastCheckedAt }) => lastCheckedAt ?? "",
      cell: ({ lastCheckedAt }) => agoWords(lastCheckedAt, now),
    },
    { name: "", cell: action },
  ];
}

const partnerOf = ({ provider }: Pick<Payment, "provider">): string => named(codes.provider, provider);
const whyOf = ({ reason }: Refund): string => named(codes.refundReason, reason);
const disputedOf = ({ state }: Dispute): string => named(codes.disputeState, state);

const REFUNDS: readonly Column<Refund>[] = [
  orderColumn(),
  { name: say.partner, sortBy: partnerOf, cell: partnerOf },
  amountColumn(),
  { name: say.why, sortBy: whyOf, cell: whyOf },
  {
    name: say.state,
    sortBy: ({ state }) => state,
    cell: ({ state, failureCode }) => [named(codes.refundState, state), failureCode].filter(Boolean).join(": "),
  },
  { name: say.since, sortBy: ({ createdAt }) => createdAt, cell: ({ createdAt }) => momentHere(createdAt) },
];

const DISPUTES: readonly Column<Dispute>[] = [
  orderColumn(),
  amountColumn(),
  { name: say.why, sortBy: ({ reason }) => reason, cell: ({ reason }) => readable(reason) },
  { name: say.state, sortBy: disputedOf, cell: disputedOf },
  { name: say.since, sortBy: ({ openedAt }) => openedAt, cell: ({ openedAt }) => momentHere(openedAt) },
];
