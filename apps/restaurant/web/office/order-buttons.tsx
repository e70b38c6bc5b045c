/** What may be done with an order, each by a button; what needs a reason or a table asks for it first. */
import { useState } from "preact/hooks";
import type { StaffOrder } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { MoveTable } from "./move-table.js";
import { type Action, actionsFor, isGrowing } from "./order-actions.js";
import { ReasonDialog } from "./parts.js";
import type { ViewProps } from "./person.js";
import type { Doing } from "./use-loaded.js";
import { words } from "./words/index.js";

interface Props extends ViewProps {
  readonly order: StaffOrder;
  readonly doing: Doing;
  /** Another order has come of it. */
  readonly onOpen: (id: string) => void;
  readonly onChanged: () => Promise<void>;
}

const MINUTE = 60_000;
const LATER_MINUTES = 10;

/** The buttons. */
export function OrderButtons({ order, person, at, doing, onOpen, onChanged }: Props) {
  const { busy, run } = doing;
  const [asking, setAsking] = useState<Action>();
  const [moving, setMoving] = useState(false);
  const send = (verb: string, body: object, key: string = crypto.randomUUID()) =>
    callAs<StaffOrder>(`/api/v1/orders/${order.id}/${verb}`, {
      ...{ method: "POST", body, headers: { "idempotency-key": key } },
    });
  const act = async (action: Action, body: object = {}, key?: string): Promise<void> => {
    const answer = await send(action.verb, body, key);
    if (action.verb === "copy") onOpen(answer.id);
    else await onChanged();
  };
  const press = (action: Action): void => {
    const asks = action.asksReason ?? (action.asksWhenUnpaid === true && order.paymentState !== "paid");
    if (asks) setAsking(action);
    else void run(() => act(action));
  };
  return (
    <>
      <div class="row wrap">
        {actionsFor(order, person).map((action) => (
          <button key={action.verb} type="button" disabled={busy} onClick={() => press(action)}>
            {action.name}
          </button>
        ))}
        {person.role === "courier" ? null : (
          <CounterButtons
            {...{ order, person, at, doing, onOpen, onChanged }}
            onLater={() => void run(() => send("promise", { promisedAt: laterThan(order) }).then(onChanged))}
            onMove={() => setMoving(true)}
          />
        )}
      </div>
      {moving ? (
        <MoveTable
          at={at}
          onMove={(tableId) => send("table", { tableId }).then(onChanged)}
          onClose={() => setMoving(false)}
        />
      ) : null}
      {asking === undefined ? null : (
        <ReasonDialog
          title={asking.asksReason === true ? asking.name : words.orders.notPaid}
          action={asking.name}
          onClose={() => setAsking(undefined)}
          onReason={(reason, key) =>
            act(asking, asking.asksReason === true ? { reason } : { unpaidReason: reason }, key)
          }
        />
      )}
    </>
  );
}

function laterThan({ promisedAt }: StaffOrder): string {
  const from = Math.max(Date.parse(promisedAt ?? ""), Date.now()) || Date.now();
  return new Date(from + LATER_MINUTES * MINUTE).toISOString();
}

interface CounterProps extends Props {
  readonly onLater: () => void;
  readonly onMove: () => void;
}

/** What is done at the counter, and by no courier. */
function CounterButtons({ order, at, doing: { busy, run }, onLater, onMove }: CounterProps) {
  const { id, state, orderType, tableSessionId } = order;
  const clearTable = () =>
    run(() => callAs(`${at}/table-sessions/${tableSessionId}/close`, { method: "POST", body: {} }));
  return (
    <>
      {state === "accepted" || state === "preparing" ? (
        <button type="button" disabled={busy} onClick={onLater}>
          {words.orders.promiseLater(LATER_MINUTES)}
        </button>
      ) : null}
      {isGrowing(order) ? <a href={`/office/counter#order=${id}`}>{words.orders.addDishes}</a> : null}
      {isGrowing(order) && orderType === "dine_in" ? (
        <button type="button" disabled={busy} onClick={onMove}>
          {words.orders.moveTable}
        </button>
      ) : null}
      {tableSessionId === null ? null : (
        <button type="button" disabled={busy} onClick={() => void clearTable()}>
          {words.orders.clearTable}
        </button>
      )}
    </>
  );
}
