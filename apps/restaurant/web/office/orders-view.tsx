/** The orders: live in columns, as somebody at the counter answers them and hears of new ones, or one business day as a list. */
import { useEffect, useState } from "preact/hooks";
import type { OrderSummary, UnseenTicket } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { DayOrders } from "./day-orders.js";
import { OrderCard, orderNumber } from "./order-card.js";
import { OrderPanel } from "./order-panel.js";
import { Failure, ReasonDialog } from "./parts.js";
import type { ViewProps } from "./person.js";
import { useDoing, useLoaded } from "./use-loaded.js";
import { type Sounds, useAlarm, useSounds } from "./use-sounds.js";
import { words } from "./words/index.js";

const EVERY_MILLISECONDS = 5000;
/** Where it is to be heard, an order is looked for sooner, and behind another window as well. */
const HEARD_MILLISECONDS = 2000;
const NEW_AGAIN_MILLISECONDS = 4000;
const UNSEEN_AGAIN_MILLISECONDS = 15_000;
const MINUTE = 60_000;

const COLUMN = words.orders.columns;

/** The columns, each with what belongs there. */
const COLUMNS: readonly { readonly name: string; readonly has: (order: OrderSummary) => boolean }[] = [
  { name: COLUMN.new, has: ({ state }) => state === "placed" },
  { name: COLUMN.scheduled, has: (order) => order.state === "accepted" && order.fireAt !== null },
  { name: COLUMN.accepted, has: (order) => order.state === "accepted" && order.fireAt === null },
  { name: COLUMN.preparing, has: ({ state }) => state === "preparing" },
  { name: COLUMN.ready, has: ({ state }) => state === "ready" },
  { name: COLUMN.out, has: ({ state }) => state === "out_for_delivery" },
  { name: COLUMN.waiting, has: ({ state }) => state === "pending_payment" || state === "draft" },
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
          {words.orders.live}
        </button>
        <button type="button" aria-pressed={!isLive} onClick={() => setLive(false)}>
          {words.orders.byDay}
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

function LiveOrders({ person, at, onOpen }: ViewProps & { readonly onOpen: (id: string) => void }) {
  const sounds = useSounds();
  const { data, failure, reload } = useLoaded<{ orders: readonly OrderSummary[] }>(
    `${at}/orders?state=live&limit=100`,
    ...rhythmOf(sounds),
  );
  const [rejecting, setRejecting] = useState<OrderSummary>();
  const doing = useDoing();
  const now = useEvery(1000);
  const orders = data?.orders ?? [];
  const fresh = orders.filter(({ state }) => state === "placed").length;
  useEffect(() => {
    const title = words.frame.titleOf(words.frame.views.orders);
    document.title = fresh === 0 ? title : words.orders.titleWithNew(fresh, title);
  }, [fresh]);
  useAlarm("new", sounds.heard && fresh > 0, NEW_AGAIN_MILLISECONDS);
  const accept = async (order: OrderSummary, minutes: number): Promise<void> => {
    const from = Math.max(Date.parse(order.promisedAt ?? ""), Date.now()) || Date.now();
    const body = minutes === 0 ? {} : { promisedAt: new Date(from + minutes * MINUTE).toISOString() };
    await doing.run(() => callAs(`/api/v1/orders/${order.id}/accept`, { method: "POST", body }));
    await reload();
  };
  return (
    <div class="stack">
      <Failure words={failure ?? doing.failure} />
      <SoundSwitch sounds={sounds} />
      {person.role === "courier" ? null : <Unseen at={at} sounds={sounds} />}
      <p class="visually-hidden" role="status">
        {fresh === 0 ? words.orders.noNewOrders : words.orders.newOrders(fresh)}
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
          title={words.orders.rejectNamed(orderNumber(rejecting))}
          action={words.orders.rejectAndGiveBack}
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

/** How often something is looked for, and whether also while nobody looks. */
function rhythmOf({ on }: Sounds) {
  return [on ? HEARD_MILLISECONDS : EVERY_MILLISECONDS, { evenBehind: on }] as const;
}

function SoundSwitch({ sounds: { on, heard, turn } }: { readonly sounds: Sounds }) {
  return (
    <p class="row wrap">
      <button type="button" aria-pressed={on} onClick={() => turn(!on)}>
        {words.orders.sounds.name}
      </button>
      {on && !heard ? <span class="soft">{words.orders.sounds.locked}</span> : null}
    </p>
  );
}

/** What the kitchen was sent and no screen of its station has shown. */
function Unseen({ at, sounds }: Pick<ViewProps, "at"> & { readonly sounds: Sounds }) {
  const { data } = useLoaded<{ tickets: readonly UnseenTicket[] }>(`${at}/tickets/unseen`, ...rhythmOf(sounds));
  const tickets = data?.tickets ?? [];
  useAlarm("unseen", sounds.heard && tickets.length > 0, UNSEEN_AGAIN_MILLISECONDS);
  const which = tickets.map((one) => words.orders.unseenAt(orderNumber({ number: one.orderNumber }), one.station.name));
  return (
    <div role="alert">
      {which.length === 0 ? null : <p class="notice bad">{words.orders.unseen(which.join(", "))}</p>}
    </div>
  );
}
