/** Reads one place's events once for every stream of this process, and keeps the newest of them in memory. */
import { type Kysely, sql } from "kysely";
import type { Cursor } from "./cursor.js";
import { doorbell } from "./doorbell.js";
import type { Database, Json } from "./schema.js";
import { POLL_MILLISECONDS, type Wakeups } from "./wakeups.js";

/** An event as it was told. */
export interface LiveEvent {
  readonly cursor: Cursor;
  readonly type: string;
  readonly stationIds: readonly string[];
  readonly orderId: string | null;
  readonly payload: Json;
}

/** How many events one read brings. */
export const BATCH = 200;
/** How many of the newest stay in memory; a reader further behind asks the database. */
const KEPT = 1000;

/** One place's events, as far as this process has read them. */
export interface LocationFeed {
  /** How far that is. */
  readonly position: () => Cursor;
  /** What was kept after a number; `undefined` where that is not in memory any more. */
  readonly keptAfter: (seq: number) => readonly LiveEvent[] | undefined;
  /** Whether the history has changed under the readers, as a restore does. */
  readonly turned: () => boolean;
  /** Why it reads no more, where that is so. */
  readonly failure: () => unknown;
  /** Looks now; answers after a look that began later than the call. */
  readonly look: () => Promise<void>;
  /** Calls at every change until the answer is called. */
  readonly listen: (onChange: () => void) => () => void;
  readonly stop: () => void;
}

/** What a feed is made of. */
export interface FeedParts {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  readonly locationId: string;
}

interface State {
  epoch: string;
  seq: number;
  kept: LiveEvent[];
  turned: boolean;
  failure: unknown;
}

/** Starts reading at the head, at each wake-up and every 3 seconds. */
export async function locationFeed({ db, wakeups, locationId }: FeedParts): Promise<LocationFeed> {
  const over = new AbortController();
  // Heard before the first look, so that nothing can happen unnoticed between the two.
  const bell = doorbell(over.signal);
  const silence = wakeups.listen("location_event", (place) => {
    if (place === undefined || place === locationId) bell.ring();
  });
  const listeners = new Set<() => void>();
  const head = await liveHead(db, locationId).catch((error: unknown) => {
    silence();
    throw error;
  });
  const state: State = { ...head, kept: [], turned: false, failure: undefined };
  const look = coalesced(async () => {
    if (await advance(db, locationId, state)) for (const listener of listeners) listener();
  });
  const run = async () => {
    while (!bell.stopped() && !state.turned && state.failure === undefined) {
      await bell.wait(POLL_MILLISECONDS);
      if (!bell.stopped()) await look().catch(() => {});
    }
    silence();
  };
  void run();
  return {
    position: () => ({ epoch: state.epoch, seq: state.seq }),
    keptAfter: (seq) => keptAfter(state, seq),
    turned: () => state.turned,
    failure: () => state.failure,
    look,
    listen(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    stop: () => over.abort(),
  };
}

function keptAfter({ kept, seq: last }: State, seq: number): readonly LiveEvent[] | undefined {
  if (seq >= last) return [];
  const first = kept[0]?.cursor.seq;
  return first === undefined || seq + 1 < first ? undefined : kept.slice(seq + 1 - first);
}

/** Reads what is new; answers whether anything changed. */
async function advance(db: Kysely<Database>, locationId: string, state: State): Promise<boolean> {
  try {
    const head = await liveHead(db, locationId);
    if (head.epoch !== state.epoch || head.seq < state.seq) {
      state.turned = true;
      return true;
    }
    const before = state.seq;
    while (state.seq < head.seq) {
      const events = await eventsAfter(db, locationId, state);
      // Numbers have no gaps, so what should be there and is not belongs to another history.
      if (events[0]?.cursor.seq !== state.seq + 1) {
        state.turned = true;
        return true;
      }
      state.kept.push(...events);
      state.seq = events.at(-1)?.cursor.seq ?? state.seq;
    }
    if (state.kept.length > KEPT) state.kept = state.kept.slice(-KEPT);
    return state.seq !== before;
  } catch (error) {
    state.failure = error ?? new Error("The events could not be read.");
    return true;
  }
}

/** One run at a time; a call during one gets the next. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    following ??= running
      .catch(() => {})
      .then(() => {
        following = undefined;
        return start();
      });
    return following;
  };
}

/** Where a place's stream stands; within a transaction, where it stands for that transaction. */
export async function liveHead(db: Kysely<Database>, locationId: string): Promise<Cursor> {
  const { rows } = await sql<Cursor>`select install.stream_epoch as epoch, coalesce(location_stream.seq, 0) as seq
    from install left join location_stream on location_stream.location_id = ${locationId}::uuid`.execute(db);
  return rows[0] ?? { epoch: "", seq: 0 };
}

/** The next events after a cursor, at most a batch. */
export async function eventsAfter(
  db: Kysely<Database>,
  locationId: string,
  { epoch, seq }: Cursor,
): Promise<readonly LiveEvent[]> {
  const rows = await db
    .selectFrom("location_event")
    .select(["seq", "type", "station_ids", "order_id", "payload"])
    .where("location_id", "=", locationId)
    .where("seq", ">", seq)
    .orderBy("seq")
    .limit(BATCH)
    .execute();
  return rows.map((row) => ({
    cursor: { epoch, seq: row.seq },
    type: row.type,
    stationIds: row.station_ids,
    orderId: row.order_id,
    payload: row.payload,
  }));
}
