/** Receives a partner's verified event: it is stored, and only then answered. A worker does the rest. */
import { type Clock, ok, refuse } from "cloche";
import type { Observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { type Arrival, storeArrival } from "./inbox.store.js";
import type { Database } from "./schema.js";

/** What receiving needs. */
export interface ReceivingDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly observe: Pick<Observer, "event" | "failure">;
}

/** A verified event, and the request that brought it. */
export type Received = Omit<Arrival, "receivedAt"> & { readonly requestId: string };

/** The partner sends the event again, so nothing is lost. */
const NOT_STORED = refuse("store_unavailable", { reason: "inbox_away" });
const RECEIVED = { received: true } as const;

/** Stores an event and answers its partner. */
export async function receiveArrival({ db, clock, observe }: ReceivingDeps, { requestId, ...arrival }: Received) {
  const at = clock.now();
  const partner = arrival.provider;
  try {
    const isNew = await storeArrival(db, { ...arrival, receivedAt: new Date(at) });
    // A partner repeats what it is not sure of, and so does who captured a delivery: worked once, told each time.
    if (!isNew) observe.event({ name: "webhook.duplicate", at, partner, requestId, reason: "event_known" });
    return ok(RECEIVED);
  } catch (error) {
    observe.failure(error, { requestId, route: `webhook ${partner}` });
    return NOT_STORED;
  }
}
