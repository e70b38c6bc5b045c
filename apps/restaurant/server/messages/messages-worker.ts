/** Sends what waits to be sent: within the day's budget, to allowed countries, again later where the partner is away. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { GuestNews } from "../../contracts/index.js";
import { type Database, startWorkingLoop, type Wakeups, type WorkingLoop } from "../platform/index.js";
import { textFor } from "./message-texts.store.js";
import { budgetDay, type DueMessage, markSent, putOff, takeDueMessage, takeFromBudget } from "./outbox.store.js";
import { codeText, guestText, type PlaceNews, placeCall } from "./texts.js";
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
  /** The most codes a place texts in a day. */
  readonly codesPerDay: number;
  /** Makes the code of a request for one. */
  readonly codeOf: (requestId: string) => string;
  /** The page of an order. */
  readonly linkOf: (order: { readonly orderId: string; readonly trackVersion: number }) => string;
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
  const dead = { until: new Date(now), dead: true };
  const ready = readied(deps, due);
  const spending = "why" in ready ? undefined : { ...spendingOf(deps, due), locationId: ready.locationId };
  const day = budgetDay(new Date(now));
  const isPaid = spending !== undefined && (await takeFromBudget(db, { ...spending, day }));
  if ("why" in ready || !isPaid) {
    onTrouble("why" in ready ? ready.why : "budget_spent");
    await putOff(db, due.id, dead);
    return true;
  }
  const { to } = ready;
  const kind = due.kind === "call" ? "call" : "sms";
  try {
    const content = await contentOf(deps, due);
    await markSent(db, due.id, await sender.send({ outboxId: due.id, kind, to, content }));
  } catch (error) {
    const pause = PAUSES[due.attempts - 1];
    const isOver = error instanceof MessageRefused || pause === undefined;
    onTrouble(error instanceof MessageRefused ? "message_refused" : "partner_away");
    await putOff(db, due.id, isOver ? dead : { until: new Date(now + pause), dead: false });
  }
  return true;
}

interface Ready {
  readonly locationId: string;
  readonly to: string;
}

/** What goes where, or why it goes nowhere. */
function readied(deps: MessagesWorkerDeps, due: DueMessage): Ready | { readonly why: string } {
  const { locationId } = due;
  const to = due.kind === "call" ? due.placePhone : due.guestPhone;
  // Whoever has used a code, or has been forgotten meanwhile, needs none.
  if (due.kind === "code" && to === null) return { why: "code_over" };
  // The place wrote its own number down; a guest's is whatever they typed.
  const isAllowed = due.kind === "call" || deps.countries.some((code) => to?.startsWith(code));
  if (to === null || locationId === null || !isAllowed) return { why: "number_not_allowed" };
  return { locationId, to };
}

function spendingOf({ perDay, codesPerDay }: MessagesWorkerDeps, { kind }: DueMessage) {
  return kind === "code"
    ? ({ purpose: "codes", most: codesPerDay } as const)
    : ({ purpose: "news", most: perDay } as const);
}

async function contentOf({ db, clock, codeOf, linkOf }: MessagesWorkerDeps, due: DueMessage): Promise<string> {
  const language = due.placeLanguage ?? "en";
  if (due.kind === "code") return codeText({ place: due.place ?? "", code: codeOf(due.codeId ?? ""), language });
  if (due.kind === "call") return placeCall(due.news as PlaceNews, { ...due, language });
  const { locationId, news } = due;
  const { body } = await textFor(db, { locationId, news: news as GuestNews, language: due.language, channel: "sms" });
  return guestText(body, { ...due, link: linkOf(due), now: new Date(clock.now()) });
}
