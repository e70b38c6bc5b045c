/** Reads a place's events in sequence, without a gap, for as long as somebody listens. */
import { type Kysely, sql } from "kysely";
import type { Cursor } from "./cursor.js";
import { type Doorbell, doorbell } from "./doorbell.js";
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

/** An event, or the word that the cursor cannot be continued and the reader must load everything anew. */
export type Told =
  | { readonly kind: "event"; readonly event: LiveEvent }
  | { readonly kind: "resync"; readonly reason: "epoch" | "too_old" };

/** Reads a place's events. */
export interface LiveEvents {
  /** Where the stream stands. Read it BEFORE the state it stands for: an event twice is harmless, a missed one is not. */
  head(locationId: string): Promise<Cursor>;
  /**
   * Every event after the cursor (without one: after now), as they come, until the signal. Ends after a `resync`.
   *
   * @example
   * for await (const told of live.since(locationId, parseCursor(after), visit.signal)) ...
   */
  since(locationId: string, after: Cursor | undefined, signal: AbortSignal): AsyncGenerator<Told, void, undefined>;
}

const BATCH = 200;

/** What events are read from. */
export interface LiveEventsOptions {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  /** Ends every stream, as a process does that is about to stop. */
  readonly stopping?: AbortSignal;
}

const NEVER = new AbortController().signal;

/** Reads events by looking at the table, at each wake-up and every 3 seconds. */
export function liveEvents({ db, wakeups, stopping = NEVER }: LiveEventsOptions): LiveEvents {
  const reader = readerOf(db);
  return {
    head: (locationId) => liveHead(db, locationId),
    async *since(locationId, after, signal) {
      // Heard before the first look, so that nothing can happen unnoticed between the two.
      const bell = doorbell(signal, stopping);
      const silence = wakeups.listen("location_event", (place) => {
        if (place === undefined || place === locationId) bell.ring();
      });
      try {
        yield* follow({ reader, locationId, bell }, after);
      } finally {
        silence();
        bell.stop();
      }
    },
  };
}

interface Following {
  readonly reader: Reader;
  readonly locationId: string;
  readonly bell: Doorbell;
}

async function* follow({ reader, locationId, bell }: Following, after: Cursor | undefined): AsyncGenerator<Told, void> {
  const head = await reader.head(locationId);
  let cursor = after ?? head;
  if (cursor.epoch !== head.epoch || cursor.seq > head.seq) return yield { kind: "resync", reason: "epoch" };
  while (!bell.stopped()) {
    const events = await reader.after(locationId, cursor);
    // Numbers have no gaps, so a missing successor has been cleared away.
    const next = events[0]?.cursor.seq ?? (cursor.seq < head.seq ? Number.NaN : cursor.seq + 1);
    if (next !== cursor.seq + 1) return yield { kind: "resync", reason: "too_old" };
    for (const event of events) {
      yield { kind: "event", event };
      cursor = event.cursor;
    }
    if (events.length < BATCH) await bell.wait(POLL_MILLISECONDS);
  }
}

/** Where a place's stream stands; within a transaction, where it stands for that transaction. */
export async function liveHead(db: Kysely<Database>, locationId: string): Promise<Cursor> {
  const { rows } = await sql<Cursor>`select install.stream_epoch as epoch, coalesce(location_stream.seq, 0) as seq
    from install left join location_stream on location_stream.location_id = ${locationId}::uuid`.execute(db);
  return rows[0] ?? { epoch: "", seq: 0 };
}

interface Reader {
  head(locationId: string): Promise<Cursor>;
  after(locationId: string, cursor: Cursor): Promise<readonly LiveEvent[]>;
}

function readerOf(db: Kysely<Database>): Reader {
  return {
    head: (locationId) => liveHead(db, locationId),
    async after(locationId, { epoch, seq }) {
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
    },
  };
}
