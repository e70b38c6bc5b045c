/** The kitchen's live stream: what a caller may see, for as long as they may see it. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import {
  type Cursor,
  type Database,
  encodeFrame,
  formatCursor,
  HEARTBEAT_MILLISECONDS,
  type LiveEvent,
  type LiveEvents,
  STREAM_START,
  sessionGoesOn,
  TICK,
  type Ticker,
  type Told,
  ticker,
  type Wakeups,
} from "../platform/index.js";
import type { BoardSum } from "./board.js";
import type { BoardSums } from "./board-sums.js";
import { type KitchenScope, kitchenScope, sameScope, type Whose } from "./kitchen-scope.js";

/** What the stream needs. */
export interface StreamDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
  readonly sums: BoardSums;
  /** Heard where what its reader may see has changed. */
  readonly wakeups: Pick<Wakeups, "listen">;
  /** How often the stream proves that it is alive and asks whether its reader may still see it; 10 s unless said. */
  readonly everyMilliseconds?: number | undefined;
}

/** Who listens, from where, until when. */
export interface Listening {
  readonly caller: Whose;
  readonly scope: KitchenScope;
  readonly after: Cursor | undefined;
  /** When the credential ends, milliseconds since the epoch; the stream ends with it. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Called once the stream is over. */
  readonly onEnd: () => void;
}

/** What is sent on; anything else of the place's events is not the kitchen's. */
const KITCHEN_EVENTS = new Set(["ticket", "progress", "order", "unrouted_item", "unseen_ticket", "availability"]);

/** What everybody in the kitchen hears, whatever their stations. */
const FOR_ALL = new Set(["availability"]);

/**
 * The stream as text. Each heartbeat asks anew what its reader may see, and is sent when everything up to its own place
 * in the stream has been: so a screen whose sum differs at that moment has lost something.
 */
export async function* kitchenStreamOf(deps: StreamDeps, listening: Listening): AsyncGenerator<string, void> {
  const { scope, signal, onEnd } = listening;
  const over = new AbortController();
  const tick = ticker(deps.everyMilliseconds ?? HEARTBEAT_MILLISECONDS);
  const silence = deps.wakeups.listen("access", (whose) => {
    if (whose === undefined || whose === listening.caller.id) tick.hurry();
  });
  try {
    const after = listening.after ?? (await deps.live.head(scope.locationId));
    const told = deps.live.since(scope.locationId, after, AbortSignal.any([signal, over.signal]));
    yield STREAM_START;
    yield* interleaved(deps, listening, { told, tick, position: after.seq });
  } finally {
    over.abort();
    silence();
    tick.stop();
    onEnd();
  }
}

interface Reading {
  readonly told: AsyncGenerator<Told, void>;
  readonly tick: Ticker;
  position: number;
}

async function* interleaved(deps: StreamDeps, listening: Listening, reading: Reading): AsyncGenerator<string, void> {
  const { scope, until } = listening;
  let next = quiet(reading.told.next());
  let beat: Beat | undefined = { due: await deps.sums(scope), tries: 0 };
  for (;;) {
    if (beat !== undefined && reading.position >= beat.due.head.seq) {
      if (reading.position === beat.due.head.seq || beat.tries > 0) {
        yield heartbeat(deps.clock, beat.due);
        beat = undefined;
      } else beat = { due: await deps.sums(scope), tries: 1 };
      continue;
    }
    const first = await Promise.race(beat === undefined ? [next, reading.tick.next()] : [next]);
    if (first === TICK) {
      if (!(await maySeeTheSame(deps.db, listening))) return yield resync("revoked_scope");
      // The reader comes back with a fresh credential, or not at all.
      if (deps.clock.now() >= until) return;
      beat = { due: await deps.sums(scope), tries: 0 };
      continue;
    }
    if (first.done === true) return;
    if (first.value.kind === "resync") return yield resync(first.value.reason);
    const { event } = first.value;
    reading.position = event.cursor.seq;
    if (concerns(event, scope)) yield frameOf(event);
    next = quiet(reading.told.next());
  }
}

/** The door was passed once; the session, the role, the stations and the screen may have ended since. */
async function maySeeTheSame(db: Kysely<Database>, { caller, scope }: Listening): Promise<boolean> {
  return (await sessionGoesOn(db, caller.claims)) && sameScope(scope, await kitchenScope(db, caller));
}

interface Beat {
  readonly due: BoardSum;
  readonly tries: number;
}

function heartbeat(clock: Clock, { head, openCount, hash }: BoardSum): string {
  const t = new Date(clock.now()).toISOString();
  return encodeFrame({ event: "hb", data: { t, head: formatCursor(head), openCount, hash } });
}

function resync(reason: "epoch" | "too_old" | "revoked_scope"): string {
  return encodeFrame({ event: "resync", data: { reason } });
}

function concerns({ type, stationIds }: LiveEvent, scope: KitchenScope): boolean {
  if (!KITCHEN_EVENTS.has(type)) return false;
  if (FOR_ALL.has(type) || scope.stationIds === undefined) return true;
  return stationIds.some((id) => scope.stationIds?.includes(id));
}

function frameOf({ type, cursor, payload }: LiveEvent): string {
  return encodeFrame({ event: type, id: formatCursor(cursor), data: payload });
}

/** A rejection is heard where it is awaited, which may be later. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
