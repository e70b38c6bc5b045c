/** One order beside the list: its lines, its times, its money, and what may be done with it. */
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import type { StaffOrder } from "../../contracts/index.js";
import { isOver } from "./order-actions.js";
import { OrderButtons } from "./order-buttons.js";
import { orderNumber } from "./order-card.js";
import { OrderFacts } from "./order-facts.js";
import { OrderHistoryPart } from "./order-history.js";
import { OrderLines } from "./order-lines.js";
import { OrderMoneyPart } from "./order-money.js";
import { Failure } from "./parts.js";
import { isChief, type ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

interface Props extends ViewProps {
  readonly orderId: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}

const EVERY_MILLISECONDS = 10_000;

/** The panel. A courier sees no money. */
export function OrderPanel({ orderId, person, at, onOpen, onClose }: Props) {
  const { data: order, failure, reload } = useLoaded<StaffOrder>(`/api/v1/orders/${orderId}`, EVERY_MILLISECONDS);
  const doing = useDoing();
  const [changes, setChanges] = useState(0);
  const isCounter = person.role !== "courier";
  const changed = async (): Promise<void> => {
    setChanges((count) => count + 1);
    await reload();
  };
  return (
    <aside class="card stack order-panel" aria-label={words.orders.order}>
      <div class="spread">
        <h2>{order === undefined ? words.orders.order : orderNumber(order)}</h2>
        <button type="button" onClick={onClose}>
          {words.frame.close}
        </button>
      </div>
      <Failure words={failure ?? doing.failure} />
      {order === undefined ? null : (
        <>
          <OrderFacts order={order} />
          <OrderLines order={order} mayVoid={isCounter} onChanged={changed} />
          <OrderButtons {...{ order, person, at, doing, onOpen }} onChanged={changed} />
          {isCounter ? (
            <Fragment key={changes}>
              <OrderMoneyPart
                orderId={orderId}
                isOver={isOver(order)}
                mayRefund={isChief(person)}
                onChanged={changed}
              />
              <OrderHistoryPart key={order.version} orderId={orderId} />
            </Fragment>
          ) : null}
        </>
      )}
    </aside>
  );
}
