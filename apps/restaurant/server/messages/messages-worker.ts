/** Sends what waits to be sent: within the day's budget, and again later where the partner is away. */
import { startWorkingLoop, type Wakeups, type WorkingLoop } from "../platform/index.js";
import { callNext } from "./next-call.js";
import { budgetDay, markSent, putOff, takeDueMessage, takeFromBudget } from "./outbox.store.js";
import { kindsTaken, type OutgoingDeps, outgoing } from "./outgoing.js";
import { MessageRefused } from "./twilio-sender.js";

/** What sending needs. */
export interface MessagesWorkerDeps extends OutgoingDeps {
  readonly wakeups: Wakeups;
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
  const { db, clock, onTrouble } = deps;
  const now = clock.now();
  const until = new Date(now + LOCK_MILLISECONDS);
  const kinds = kindsTaken(deps);
  // Where nobody can send anything, everything waits.
  if (kinds.length === 0) return false;
  const due = await takeDueMessage(db, { kinds, now: new Date(now), until });
  if (due === undefined) return false;
  const ready = outgoing(deps, due);
  if ("isOver" in ready) {
    await putOff(db, due.id, { until: new Date(now), state: "dropped" });
    return true;
  }
  const day = budgetDay(new Date(now));
  const isPaid = "send" in ready && (await takeFromBudget(db, { ...ready.spending, day }));
  if (!("send" in ready) || !isPaid) {
    onTrouble("why" in ready ? ready.why : "budget_spent");
    await giveUp(deps, due.id);
    return true;
  }
  try {
    await markSent(db, due.id, await ready.send());
  } catch (error) {
    const pause = PAUSES[due.attempts - 1];
    const isOver = error instanceof MessageRefused || pause === undefined;
    onTrouble(error instanceof MessageRefused ? "message_refused" : "partner_away");
    if (isOver) await giveUp(deps, due.id);
    else await putOff(db, due.id, { until: new Date(now + pause), state: "pending" });
  }
  return true;
}

/** Whoever stands behind somebody who cannot be called is called now. */
async function giveUp({ db, clock }: MessagesWorkerDeps, id: number): Promise<void> {
  const now = new Date(clock.now());
  await db.transaction().execute(async (trx) => {
    await putOff(trx, id, { until: now, state: "dead" });
    await callNext(trx, { id }, now);
  });
}
