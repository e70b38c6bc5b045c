/** The kitchen's live stream: what a person may see, for as long as they may see it. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import {
  type Cursor,
  type Database,
  eventStreamOf,
  type Frame,
  formatCursor,
  type LiveEvent,
  type LiveEvents,
} from "../platform/index.js";
import { scopeQuery } from "./board.js";
import { type KitchenScope, kitchenScope, sameScope } from "./kitchen-scope.js";
import { countTickets } from "./tickets.store.js";

/** What the stream needs. */
export interface StreamDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
  /** How often the stream proves that it is alive and asks whether its reader may still see it; 10 s unless said. */
  readonly everyMilliseconds?: number | undefined;
}

/** Who listens, from where, until when. */
export interface Listening {
  readonly scope: KitchenScope;
  readonly after: Cursor | undefined;
  readonly signal: AbortSignal;
}

/** What is sent on; anything else of the place's events is not the kitchen's. */
const KITCHEN_EVENTS = new Set(["ticket", "order", "unrouted_item"]);

/** The stream as text. Each heartbeat asks anew what its reader may see, and ends the stream where that has changed. */
export function kitchenStreamOf(deps: StreamDeps, { scope, after, signal }: Listening): AsyncIterable<string> {
  const revoked = new AbortController();
  const beat = async () => {
    if (!sameScope(scope, await kitchenScope(deps.db, scope.staffId))) revoked.abort();
    return {
      t: new Date(deps.clock.now()).toISOString(),
      head: formatCursor(await deps.live.head(scope.locationId)),
      openCount: revoked.signal.aborted ? 0 : await countTickets(deps.db, { ...scopeQuery(scope), open: true }),
    };
  };
  const frames = framesOf(deps.live, { scope, after, signal }, revoked.signal);
  return eventStreamOf(frames, { beat, ...everyOf(deps) });
}

function everyOf({ everyMilliseconds }: StreamDeps) {
  return everyMilliseconds === undefined ? {} : { everyMilliseconds };
}

async function* framesOf(
  live: LiveEvents,
  { scope, after, signal }: Listening,
  revoked: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  for await (const told of live.since(scope.locationId, after, AbortSignal.any([signal, revoked]))) {
    if (revoked.aborted) break;
    if (told.kind === "resync") return yield { event: "resync", data: { reason: told.reason } };
    if (concerns(told.event, scope)) yield frameOf(told.event);
  }
  if (revoked.aborted) yield { event: "resync", data: { reason: "revoked_scope" } };
}

function concerns({ type, stationIds }: LiveEvent, scope: KitchenScope): boolean {
  if (!KITCHEN_EVENTS.has(type)) return false;
  return scope.stationIds === undefined || stationIds.some((id) => scope.stationIds?.includes(id));
}

function frameOf({ type, cursor, payload }: LiveEvent): Frame {
  return { event: type, id: formatCursor(cursor), data: payload };
}
