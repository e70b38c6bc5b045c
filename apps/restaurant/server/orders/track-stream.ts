/** Follows one order live for whoever holds its link. */
import type { Clock } from "cloche";
import { eventStreamOf, type Frame, type LiveEvents } from "../platform/index.js";
import { type TrackView, trackedOrder } from "./order-views.js";
import { type OrderRow, readTrackedOrder } from "./orders.store.js";

/** What following needs. */
export interface TrackStreamDeps extends TrackView {
  readonly live: LiveEvents;
  readonly clock: Clock;
}

/** The order now and at every change, with heartbeats between. It ends when the link is revoked. */
export function trackStream(deps: TrackStreamDeps, hash: string, signal: AbortSignal): AsyncIterable<string> {
  const beat = () => ({ t: new Date(deps.clock.now()).toISOString() });
  return eventStreamOf(frames(deps, hash, signal), { beat });
}

async function* frames(
  { live, ...view }: TrackStreamDeps,
  hash: string,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  const { db } = view;
  const place = await readTrackedOrder(db, hash);
  if (place === undefined) return;
  const head = await live.head(place.location_id);
  const first = await readTrackedOrder(db, hash);
  if (first === undefined) return;
  yield await frameOf(view, first);
  for await (const told of live.since(place.location_id, head, signal)) {
    // The browser comes back by itself and starts with the order as it is then.
    if (told.kind === "resync") return;
    if (told.event.orderId !== first.id || told.event.type !== "order") continue;
    const order = await readTrackedOrder(db, hash);
    if (order === undefined) return;
    yield await frameOf(view, order);
  }
}

async function frameOf(view: TrackView, order: OrderRow): Promise<Frame> {
  return { event: "order", data: await trackedOrder(view, order) };
}
