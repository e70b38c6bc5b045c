/** Reads a place's events in sequence, without a gap, for as long as somebody listens. */
import { setMaxListeners } from "node:events";
import type { Kysely } from "kysely";
import type { Cursor } from "./cursor.js";
import { type Doorbell, doorbell } from "./doorbell.js";
import { eventsAfter, type LiveEvent, type LocationFeed, liveHead, locationFeed } from "./location-feed.js";
import type { Database } from "./schema.js";
import type { Wakeups } from "./wakeups.js";

/** An event, or the word that the cursor cannot be continued and the reader must load everything anew. */
export type Told =
  | { readonly kind: "event"; readonly event: LiveEvent }
  | { readonly kind: "resync"; readonly reason: "epoch" | "too_old" };

/** Reads a place's events. */
export interface LiveEvents {
  /** Where the stream stands. Read it BEFORE the state it stands for: an event twice is harmless, a missed one is not. */
  head(locationId: string): Promise<Cursor>;
  /**
   * Every event after the cursor (without one: after now), as they come, until the signal. Ends after a `resync`, which
   * comes at any time: a restore turns the epoch under the readers.
   *
   * @example
   * for await (const told of live.since(locationId, parseCursor(after), visit.signal)) ...
   */
  since(locationId: string, after: Cursor | undefined, signal: AbortSignal): AsyncGenerator<Told, void, undefined>;
}

/** What events are read from. */
export interface LiveEventsOptions {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  /** Ends every stream, as a process does that is about to stop. */
  readonly stopping?: AbortSignal;
}

const NEVER = new AbortController().signal;
/** Nobody has to be woken for long where the feed looks by itself. */
const LONG_MILLISECONDS = 60_000;

/** Reads events for any number of readers: however many follow a place, it is read once. */
export function liveEvents({ db, wakeups, stopping = NEVER }: LiveEventsOptions): LiveEvents {
  // Every stream hears it, and there may be a thousand.
  setMaxListeners(0, stopping);
  const feeds = sharedFeeds((locationId) => locationFeed({ db, wakeups, locationId }));
  return {
    head: (locationId) => liveHead(db, locationId),
    async *since(locationId, after, signal) {
      const { feed, leave } = await feeds.join(locationId);
      const bell = doorbell(signal, stopping);
      const silence = feed.listen(() => bell.ring());
      try {
        // What the reader has seen already, the feed may be about to read.
        await feed.look();
        yield* follow({ db, feed, locationId, bell }, after);
      } finally {
        silence();
        bell.stop();
        leave();
      }
    },
  };
}

interface Following {
  readonly db: Kysely<Database>;
  readonly feed: LocationFeed;
  readonly locationId: string;
  readonly bell: Doorbell;
}

async function* follow(following: Following, after: Cursor | undefined): AsyncGenerator<Told, void> {
  const { feed, bell } = following;
  const head = feed.position();
  let cursor = after ?? head;
  if (cursor.epoch !== head.epoch || cursor.seq > head.seq) return yield { kind: "resync", reason: "epoch" };
  while (!bell.stopped()) {
    if (feed.failure() !== undefined) throw feed.failure();
    if (feed.turned()) return yield { kind: "resync", reason: "epoch" };
    const events = await next(following, cursor);
    // Numbers have no gaps, so a missing successor has been cleared away.
    if (events === undefined) return yield { kind: "resync", reason: "too_old" };
    for (const event of events) {
      yield { kind: "event", event };
      cursor = event.cursor;
    }
    if (events.length === 0) await bell.wait(LONG_MILLISECONDS);
  }
}

/** What comes after the cursor; `undefined` where that is gone. */
async function next({ db, feed, locationId }: Following, cursor: Cursor): Promise<readonly LiveEvent[] | undefined> {
  const kept = feed.keptAfter(cursor.seq);
  if (kept !== undefined) return kept;
  const events = await eventsAfter(db, locationId, cursor);
  return events[0]?.cursor.seq === cursor.seq + 1 ? events : undefined;
}

interface Shared {
  readonly feed: Promise<LocationFeed>;
  readers: number;
}

interface Joined {
  readonly feed: LocationFeed;
  readonly leave: () => void;
}

/** One feed per place for as long as somebody follows it; one that cannot go on is given to nobody new. */
function sharedFeeds(start: (locationId: string) => Promise<LocationFeed>) {
  const running = new Map<string, Shared>();
  const forget = (locationId: string, shared: Shared) => {
    if (running.get(locationId) === shared) running.delete(locationId);
  };
  const join = async (locationId: string): Promise<Joined> => {
    const shared = running.get(locationId) ?? { feed: start(locationId), readers: 0 };
    running.set(locationId, shared);
    // Counted before anything is waited for, so that nobody else who leaves can stop it meanwhile.
    shared.readers += 1;
    const leave = (feed?: LocationFeed) => {
      shared.readers -= 1;
      if (shared.readers > 0) return;
      forget(locationId, shared);
      feed?.stop();
    };
    try {
      const feed = await shared.feed;
      if (!feed.turned() && feed.failure() === undefined) return { feed, leave: () => leave(feed) };
      forget(locationId, shared);
      leave(feed);
    } catch (error) {
      forget(locationId, shared);
      leave();
      throw error;
    }
    return join(locationId);
  };
  return { join };
}
