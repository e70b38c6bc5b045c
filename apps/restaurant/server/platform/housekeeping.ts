/** Clears away, now and then, what nobody needs any more. */
import type { Clock } from "cloche";
import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.js";

const HOUR = 3_600_000;
/** How long events are kept for a screen that was away. */
const EVENTS_KEPT = 48 * HOUR;

/** What is kept in order. */
export interface HousekeepingParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  /** What else is to be cleared, such as sessions that are over. */
  readonly also: readonly (() => Promise<unknown>)[];
  readonly onFailed: (error: unknown) => void;
}

/** Clears away once. */
export async function clearAway({ db, clock, also }: HousekeepingParts): Promise<void> {
  const now = clock.now();
  await db.deleteFrom("idempotency_key").where("expires_at", "<", new Date(now)).execute();
  // The newest event of a place stays, so that a reader can tell what it has missed.
  await sql`delete from location_event using location_stream
    where location_event.location_id = location_stream.location_id and location_event.seq < location_stream.seq
      and created_at < ${new Date(now - EVENTS_KEPT)}`.execute(db);
  for (const clear of also) await clear();
}

/** Clears away every hour, until it is stopped. */
export function startHousekeeping(parts: HousekeepingParts): { stop(): void } {
  const timer = setInterval(() => {
    clearAway(parts).catch(parts.onFailed);
  }, HOUR);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
