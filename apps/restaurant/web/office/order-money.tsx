/** The money of an order: every attempt, what was given back, cash, and asking the partner. */
import { useState } from "preact/hooks";
import type { OrderMoney } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { callAs } from "../shared/session.js";
import { CashDialog } from "./cash-dialog.js";
import { named, readable } from "./named.js";
import { Failure } from "./parts.js";
import { momentHere } from "./place-time.js";
import { RefundDialog } from "./refund-dialog.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

const {
  codes,
  orders: { money: say },
} = words;

type Payment = OrderMoney["payments"][number];

interface Props {
  readonly orderId: string;
  readonly isOver: boolean;
  readonly mayRefund: boolean;
  readonly onChanged: () => Promise<void>;
}

/** What of a payment has been given back, or is on its way there. */
function givenBack({ refunds }: OrderMoney, { id }: Payment): number {
  return refunds
    .filter(({ paymentId, state }) => paymentId === id && state !== "failed")
    .reduce((sum, { amount }) => sum + amount.amount, 0);
}

/** The part of the panel. */
export function OrderMoneyPart({ orderId, isOver, mayRefund, onChanged }: Props) {
  const { data: money, failure } = useLoaded<OrderMoney>(`/api/v1/orders/${orderId}/payments`);
  const { busy, failure: refusal, run } = useDoing();
  const [refunding, setRefunding] = useState<Payment>();
  const [takesCash, setTakesCash] = useState(false);
  const check = ({ id }: Payment) =>
    run(() => callAs(`/api/v1/payments/${id}/check`, { method: "POST", body: undefined }).then(onChanged));
  return (
    <section class="stack" aria-label={say.title}>
      <h3>{say.title}</h3>
      <Failure words={failure ?? refusal} />
      {money === undefined ? null : (
        <>
          <p>{say.owed(named(codes.paymentState, money.paymentState), formatMoney(money.owed))}</p>
          <ul class="lines">
            {money.payments.map((payment) => (
              <li key={payment.id}>
                <div class="spread">
                  <span>
                    {named(codes.provider, payment.provider)}{" "}
                    <small class="soft">{momentHere(payment.createdAt)}</small>
                    {payment.providerRef === null ? null : <code class="reference">{payment.providerRef}</code>}
                  </span>
                  <span>
                    {formatMoney(payment.amount)} {named(codes.paymentState, payment.state)}
                  </span>
                </div>
                <div class="row wrap">
                  {mayRefund && payment.state === "succeeded" && givenBack(money, payment) < payment.amount.amount ? (
                    <button type="button" onClick={() => setRefunding(payment)}>
                      {say.giveBack}
                    </button>
                  ) : null}
                  {mayRefund && payment.provider !== "cash" ? (
                    <button type="button" disabled={busy} onClick={() => void check(payment)}>
                      {say.ask(payment.provider)}
                    </button>
                  ) : null}
                </div>
              </li>
            ))}
            <Backwards money={money} />
          </ul>
          {money.owed.amount > 0 && !isOver ? (
            <button type="button" onClick={() => setTakesCash(true)}>
              {say.takeCash}
            </button>
          ) : null}
          {refunding === undefined ? null : (
            <RefundDialog
              payment={refunding}
              alreadyBack={givenBack(money, refunding)}
              onDone={onChanged}
              onClose={() => setRefunding(undefined)}
            />
          )}
          {takesCash ? (
            <CashDialog orderId={orderId} owed={money.owed} onDone={onChanged} onClose={() => setTakesCash(false)} />
          ) : null}
        </>
      )}
    </section>
  );
}

/** What went back, or is disputed. */
function Backwards({ money }: { readonly money: OrderMoney }) {
  return (
    <>
      {money.refunds.map((refund) => (
        <li key={refund.id} class="spread">
          <span>
            {say.givenBack} <small class="soft">{named(codes.refundReason, refund.reason)}</small>
          </span>
          <span>
            {formatMoney(refund.amount)} {named(codes.refundState, refund.state)}
          </span>
        </li>
      ))}
      {money.disputes.map((dispute) => (
        <li key={dispute.paymentId} class="spread">
          <strong>{say.disputed(readable(dispute.reason))}</strong>
          <span>
            {formatMoney(dispute.amount)} {named(codes.disputeState, dispute.state)}
          </span>
        </li>
      ))}
    </>
  );
}
