/** Sends what waits to be sent: within the day's budget, to allowed countries, again later where the partner is away. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { type Database, startWorkingLoop, type Wakeups, type WorkingLoop } from "../platform/index.js";
import { budgetDay, type DueMessage, markSent, putOff, takeDueMessage, takeFromBudget } from "./outbox.store.js";
import { type GuestNews, guestText, type PlaceNews, placeCall } from "./texts.js";
import { MessageRefused, type MessageSender } from "./twilio-sender.js";

/** What sending needs. */
export interface MessagesWorkerDeps {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  readonly clock: Clock;
  readonly sender: MessageSender;
  /** Calling codes that may be texted, such as `+49`. */
  readonly countries: readonly string[];
  /** The most texts and calls a place pays for in a day. */
  readonly perDay: number;
  /** Hears why a message was not sent; nothing of the message. */
  readonly onTrouble: (reason: string, error?: unknown) => void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** While the partner is asked. A status callback that arrives meanwhile tells that it was sent, whatever we heard. */
const LOCK_MILLISECONDS = 2 * MINUTE;
/** The pauses between attempts; after the last one it is too late for the news to be any. */
const PAUSES = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE] as const;

/** Starts the worker. Several processes may each have one. */
export function startMessagesWorker(deps: MessagesWorkerDeps): WorkingLoop {
  const { wakeups, onTrouble } = deps;
  const onAway = (error: unknown) => onTrouble("outbox_unavailable", error);
  return startWorkingLoop({ wakeups, channel: "outbox", workOne: () => sendOne(deps), onAway });
}

/** Sends the message that is due longest; `false` where none is. */
export async function sendOne(deps: MessagesWorkerDeps): Promise<boolean> {
  const { db, clock, sender, onTrouble } = deps;
  const now = clock.now();
  const due = await takeDueMessage(db, new Date(now), new Date(now + LOCK_MILLISECONDS));
  if (due === undefined) return false;
  const to = numberOf(deps, due);
  const dead = { until: new Date(now), dead: true };
  if (to === undefined) {
    onTrouble("number_not_allowed");
    await putOff(db, due.id, dead);
    return true;
  }
  const day = budgetDay(new Date(now));
  if (!(await takeFromBudget(db, { locationId: due.locationId, day, most: deps.perDay }))) {
    onTrouble("budget_spent");
    await putOff(db, due.id, dead);
    return true;
  }
  try {
    await markSent(db, due.id, await sender.send({ outboxId: due.id, kind: due.kind, to, content: contentOf(due) }));
  } catch (error) {
    const pause = PAUSES[due.attempts - 1];
    const isOver = error instanceof MessageRefused || pause === undefined;
    onTrouble(error instanceof MessageRefused ? "message_refused" : "partner_away");
    await putOff(db, due.id, isOver ? dead : { until: new Date(now + pause), dead: false });
  }
  return true;
}

function numberOf({ countries }: MessagesWorkerDeps, due: DueMessage): string | undefined {
  const to = due.kind === "sms" ? due.guestPhone : due.placePhone;
  // The place wrote its own number down; a guest's is whatever they typed.
  const isAllowed = due.kind === "call" || countries.some((code) => to?.startsWith(code));
  return to !== null && isAllowed ? to : undefined;
}

function contentOf(due: DueMessage): string {
  return due.kind === "sms" ? guestText(due.news as GuestNews, due) : placeCall(due.news as PlaceNews, due);
}
