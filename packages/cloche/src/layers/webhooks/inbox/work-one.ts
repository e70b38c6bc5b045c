/** Works one event of the inbox; safe against the death of its process between any two steps. */
import type { PostgresQuery } from "../replay/postgres.js";
import { type Backoff, pauseAfter } from "./backoff.js";
import type { InboxEvent, PostgresInbox } from "./inbox.js";
import { BURY, DONE, LOCK, PUT_OFF, TAKE } from "./schema.js";

/** Does what an event asks for. Whatever it writes through `query` is kept if, and only if, the event is done. */
export type InboxHandler = (event: InboxEvent, query: PostgresQuery) => Promise<void> | void;

/** What working needs. */
export interface Working {
  readonly inbox: Pick<PostgresInbox, "transaction">;
  readonly handle: InboxHandler;
  /** After how many attempts an event becomes a dead letter. */
  readonly maxAttempts: number;
  /** When an event comes due again whose process died at it. */
  readonly leaseSeconds: number;
  readonly backoff: Backoff;
  readonly random: () => number;
}

/** How one turn ended. `none`: nothing was due. */
export type TurnOutcome = "none" | "done" | "failed" | "dead" | "lost";

/** One turn, with the event it was about. */
export interface Turn {
  readonly outcome: TurnOutcome;
  readonly event?: InboxEvent;
}

/** Takes the event that is due longest and works it. Rejects only where the database is away. */
export async function workOne(working: Working): Promise<Turn> {
  const { inbox, maxAttempts, leaseSeconds } = working;
  const [event] = await inbox.transaction(
    async (query) => (await query(TAKE, [leaseSeconds])).rows as readonly InboxEvent[],
  );
  if (event === undefined) return { outcome: "none" };
  if (event.attempts <= maxAttempts) return { outcome: await attempt(working, event), event };
  // Its process died at every attempt, so that nobody was left to bury it.
  await inbox.transaction((query) => query(BURY, [event.id, event.attempts, null]));
  return { outcome: "dead", event };
}

async function attempt(working: Working, event: InboxEvent): Promise<TurnOutcome> {
  const { inbox, handle } = working;
  const failure: { thrown?: unknown } = {};
  try {
    return await inbox.transaction(async (query) => {
      const locked = await query(LOCK, [event.id, event.attempts]);
      if (locked.rows.length === 0) return "lost";
      try {
        await handle(event, query);
      } catch (thrown) {
        failure.thrown = thrown;
        throw thrown;
      }
      await query(DONE, [event.id]);
      return "done";
    });
  } catch (error) {
    if (!("thrown" in failure)) throw error;
    return await failed(working, event, failure.thrown);
  }
}

async function failed({ inbox, maxAttempts, backoff, random }: Working, event: InboxEvent, thrown: unknown) {
  const { id, attempts } = event;
  const last = attempts >= maxAttempts;
  const values = [id, attempts, kindOf(thrown)];
  const text = last ? BURY : PUT_OFF;
  if (!last) values.push(pauseAfter(attempts, backoff, random()));
  await inbox.transaction((query) => query(text, values));
  return last ? "dead" : "failed";
}

/** The class of what was thrown; its message may hold what the event holds. */
function kindOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name.slice(0, 100) : typeof thrown;
}
