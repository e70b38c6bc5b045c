/** The orders: live in columns, as somebody at the counter answers them, or one business day as a list. */
import { useEffect, useState } from "preact/hooks";
import type { OrderSummary } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { DayOrders } from "./day-orders.js";
import { OrderCard, orderNumber } from "./order-card.js";
import { OrderPanel } from "./order-panel.js";
import { Failure, ReasonDialog } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";

const EVERY_MILLISECONDS = 5000;
const MINUTE = 60_000;

/** The columns, each with what belongs there. */
const COLUMNS: readonly { readonly name: string; readonly has: (order: OrderSummary) => boolean }[] = [
  { name: "New", has: ({ state }) => state === "placed" },
  { name: "Scheduled", has: (order) => order.state === "accepted" && order.fireAt !== null },
  { name: "Accepted", has: (order) => order.state === "accepted" && order.fireAt === null },
  { name: "Preparing", has: ({ state }) => state === "preparing" },
  { name: "Ready", has: ({ state }) => state === "ready" },
  { name: "Out", has: ({ state }) => state === "out_for_delivery" },
  { name: "Waiting for money", has: ({ state }) => state === "pending_payment" || state === "draft" },
];

/** The view. */
export function OrdersView(props: ViewProps) {
  // Another view may have led to one of them.
  const [open, setOpen] = useState(() => /^#order=([0-9a-f-]{36})$/.exec(location.hash)?.[1]);
  const [isLive, setLive] = useState(true);
  return (
    <>
      <div class="row wrap">
        <button type="button" aria-pressed={isLive} onClick={() => setLive(true)}>
          Live
        </button>
        <button type="button" aria-pressed={!isLive} onClick={() => setLive(false)}>
          By day
        </button>
      </div>
      <div class={open === undefined ? "orders" : "orders with-panel"}>
        {isLive ? <LiveOrders {...props} onOpen={setOpen} /> : <DayOrders {...props} onOpen={setOpen} />}
        {open === undefined ? null : (
          <OrderPanel key={open} {...props} orderId={open} onOpen={setOpen} onClose={() => setOpen(undefined)} />
        )}
      </div>
    </>
  );
}

function LiveOrders({ at, onOpen }: ViewProps & { readonly onOpen: (id: string) => void }) {
  const { data, failure, reload } = useLoaded<{ orders: readonly OrderSummary[] }>(
    `${at}/orders?state=live&limit=100`,
    EVERY_MILLISECONDS,
  );
  const [rejecting, setRejecting] = useState<OrderSummary>();
  const doing = useDoing();
  const now = useEvery(1000);
  const orders = data?.orders ?? [];
  const fresh = orders.filter(({ state }) => state === "placed").length;
  useEffect(() => {
    document.title = fresh === 0 ? "Orders - Office" : `(${fresh}) Orders - Office`;
  }, [fresh]);
  const accept = async (order: OrderSummary, minutes: number): Promise<void> => {
    const from = Math.max(Date.parse(order.promisedAt ?? ""), Date.now()) || Date.now();
    const body = minutes === 0 ? {} : { promisedAt: new Date(from + minutes * MINUTE).toISOString() };
    await doing.run(() => callAs(`/api/v1/orders/${order.id}/accept`, { method: "POST", body }));
    await reload();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? doing.failure} />
      <p class="visually-hidden" role="status">
        {fresh === 0 ? "No new orders" : `${fresh} new orders`}
      </p>
      <div class="columns">
        {COLUMNS.map(({ name, has }) => {
          const shown = orders.filter(has);
          return (
            <section key={name} aria-label={name} class={shown.length === 0 ? "empty-column" : ""}>
              <h2>
                {name} <span class="soft">{shown.length}</span>
              </h2>
              {shown.map((order) => (
                <OrderCard
                  key={order.id}
                  {...{ order, now }}
                  onOpen={({ id }) => onOpen(id)}
                  onAccept={(one, minutes) => void accept(one, minutes)}
                  onReject={setRejecting}
                />
              ))}
            </section>
          );
        })}
      </div>
      {rejecting === undefined ? null : (
        <ReasonDialog
          title={`Reject ${orderNumber(rejecting)}`}
          action="Reject; money goes back by itself"
          onClose={() => setRejecting(undefined)}
          onReason={async (reason, key) => {
            const headers = { "idempotency-key": key };
            await callAs(`/api/v1/orders/${rejecting.id}/reject`, { method: "POST", body: { reason }, headers });
            await reload();
          }}
        />
      )}
    </div>
  );
}
