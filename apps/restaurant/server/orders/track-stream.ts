/** Follows one order live for whoever holds its link. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { type Database, eventStreamOf, type Frame, type LiveEvents } from "../platform/index.js";
import { trackedOrder } from "./order-views.js";
import { type OrderRow, readTrackedOrder } from "./orders.store.js";

/** What following needs. */
export interface TrackStreamDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
}

/** The order now and at every change, with heartbeats between. It ends when the link is revoked. */
export function trackStream(deps: TrackStreamDeps, hash: string, signal: AbortSignal): AsyncIterable<string> {
  const beat = () => ({ t: new Date(deps.clock.now()).toISOString() });
  return eventStreamOf(frames(deps, hash, signal), { beat });
}

async function* frames(
  { db, live }: TrackStreamDeps,
  hash: string,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  const place = await readTrackedOrder(db, hash);
  if (place === undefined) return;
  const head = await live.head(place.location_id);
  const first = await readTrackedOrder(db, hash);
  if (first === undefined) return;
  yield await frameOf(db, first);
  for await (const told of live.since(place.location_id, head, signal)) {
    // The browser comes back by itself and starts with the order as it is then.
    if (told.kind === "resync") return;
    if (told.event.orderId !== first.id || told.event.type !== "order") continue;
    const order = await readTrackedOrder(db, hash);
    if (order === undefined) return;
    yield await frameOf(db, order);
  }
}

async function frameOf(db: Kysely<Database>, order: OrderRow): Promise<Frame> {
  return { event: "order", data: await trackedOrder(db, order) };
}
