/** One order beside the list: its lines, its times, its money, and what may be done with it. */
import { useState } from "preact/hooks";
import type { StaffOrder } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { momentIn } from "../shared/time.js";
import { type Action, actionsFor, isGrowing, isOver } from "./order-actions.js";
import { orderNumber } from "./order-card.js";
import { OrderLines } from "./order-lines.js";
import { OrderMoneyPart } from "./order-money.js";
import { Failure, ReasonDialog, readable } from "./parts.js";
import { isChief, type ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";

interface Props extends ViewProps {
  readonly orderId: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

const EVERY_MILLISECONDS = 10_000;
const MINUTE = 60_000;

/** The panel. */
export function OrderPanel({ orderId, person, at, onOpen, onClose }: Props) {
  const path = `/api/v1/orders/${orderId}`;
  const { data: order, failure, reload } = useLoaded<StaffOrder>(path, EVERY_MILLISECONDS);
  const { busy, failure: refusal, run } = useDoing();
  const [asking, setAsking] = useState<Action>();
  const [paidChanges, setPaidChanges] = useState(0);
  const isCounter = person.role !== "courier";
  const changed = async (): Promise<void> => {
    setPaidChanges((count) => count + 1);
    await reload();
  };
  const send = (verb: string, body: object, key: string = crypto.randomUUID()) =>
    callAs<StaffOrder>(`${path}/${verb}`, { method: "POST", body, headers: { "idempotency-key": key } });
  const act = async (action: Action, body: object = {}, key?: string): Promise<void> => {
    const answer = await send(action.verb, body, key);
    if (action.verb === "copy") onOpen(answer.id);
    else await changed();
  };
  const press = (action: Action): void => {
    const asks = action.asksReason ?? (action.asksWhenUnpaid === true && order?.paymentState !== "paid");
    if (asks) setAsking(action);
    else void run(() => act(action));
  };
  const later = (minutes: number): Promise<boolean> => {
    const from = Math.max(Date.parse(order?.promisedAt ?? ""), Date.now()) || Date.now();
    return run(() => send("promise", { promisedAt: new Date(from + minutes * MINUTE).toISOString() }).then(changed));
  };
  const clearTable = (): Promise<boolean> =>
    run(() => callAs(`${at}/table-sessions/${order?.tableSessionId}/close`, { method: "POST", body: {} }));
  return (
    <aside class="card stack order-panel" aria-label="Order">
      <div class="spread">
        <h2>{order === undefined ? "Order" : orderNumber(order)}</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <Failure words={failure ?? refusal} />
      {order === undefined ? null : (
        <>
          <Facts order={order} />
          <OrderLines order={order} mayVoid={isCounter} onChanged={changed} />
          <div class="row wrap">
            {actionsFor(order, person).map((action) => (
              <button key={action.verb} type="button" disabled={busy} onClick={() => press(action)}>
                {action.name}
              </button>
            ))}
            {isCounter && (order.state === "accepted" || order.state === "preparing") ? (
              <button type="button" disabled={busy} onClick={() => void later(10)}>
                Promise 10 minutes later
              </button>
            ) : null}
            {isCounter && isGrowing(order) ? <a href={`/office/counter#order=${order.id}`}>Add dishes</a> : null}
            {order.tableSessionId === null || !isCounter ? null : (
              <button type="button" disabled={busy} onClick={() => void clearTable()}>
                Clear the table
              </button>
            )}
          </div>
          {isCounter ? (
            <OrderMoneyPart
              key={paidChanges}
              orderId={orderId}
              isOver={isOver(order)}
              mayRefund={isChief(person)}
              onChanged={changed}
            />
          ) : null}
        </>
      )}
      {asking === undefined ? null : (
        <ReasonDialog
          title={asking.asksReason === true ? asking.name : "The order is not paid"}
          action={asking.name}
          onClose={() => setAsking(undefined)}
          onReason={(reason, key) =>
            act(asking, asking.asksReason === true ? { reason } : { unpaidReason: reason }, key)
          }
        />
      )}
    </aside>
  );
}

function Facts({ order }: { readonly order: StaffOrder }) {
  const { address } = order;
  const facts: readonly (readonly [string, string | null])[] = [
    ["State", readable(order.state)],
    ["Kind", `${order.table ?? readable(order.orderType)} (${order.channel})`],
    ["Guest", order.guest],
    ["Phone", order.phone],
    ["E-mail", order.email],
    [
      "Address",
      address === null ? null : `${address.street}, ${address.postcode} ${address.city} ${address.more ?? ""}`,
    ],
    ["Allergies", order.allergyNote],
    ["Note", order.orderNote],
    ["Placed", momentOf(order.placedAt)],
    ["Accepted", momentOf(order.acceptedAt)],
    ["Promised", momentOf(order.promisedAt)],
    ["Ready", momentOf(order.readyAt)],
    ["Over", momentOf(order.completedAt)],
    ["Why", order.closedReason],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const momentOf = (instant: string | null): string | null => (instant === null ? null : momentIn(instant));
