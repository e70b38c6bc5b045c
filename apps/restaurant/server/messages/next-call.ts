/** The call to a place's second number: it waits behind the first call, and goes at once where that reaches nobody. */
import { type Kysely, sql } from "kysely";
import { type Database, notify } from "../platform/index.js";

/** What is put into the outbox. */
interface Call {
  readonly kind: "call";
  readonly key: string;
  readonly payload: Readonly<Record<string, string>>;
}

/** So long the first call has to bring somebody: it rings for a minute at most. */
const NEXT_AFTER_MILLISECONDS = 90_000;
const SECOND = ":second";

/** The call that waits behind another. It is dropped when its turn comes and nothing waits any more. */
export function nextCall({ key, payload, ...call }: Call, now: Date) {
  const due = new Date(now.getTime() + NEXT_AFTER_MILLISECONDS);
  return { ...call, key: `${key}${SECOND}`, payload: { ...payload, contact: "second" }, due };
}

/** How a call ends that nobody answered, as Twilio reports it; a mailbox answers as well, so that time tells the rest. */
const REACHED_NOBODY: ReadonlySet<string> = new Set(["busy", "no-answer", "failed", "canceled"]);

/** Whether a call that ended so reached nobody. */
export const reachedNobody = (status: string): boolean => REACHED_NOBODY.has(status);

/** The call that others wait behind: by its row, or by the partner's name for it. */
export type FirstCall = { readonly id: number } | { readonly ref: string };

/** Lets the call behind another go now. Saying so twice, or where none waits, does nothing. */
export async function callNext(db: Kysely<Database>, first: FirstCall, now: Date): Promise<void> {
  const isFirst = "id" in first ? sql`first.id = ${first.id}` : sql`first.provider_ref = ${first.ref}`;
  const { numAffectedRows } = await sql`
    update outbox set next_attempt_at = ${now}::timestamptz from outbox as first
    where ${isFirst} and first.kind = 'call' and outbox.dedupe_key = first.dedupe_key || ${SECOND}
      and outbox.state = 'pending' and outbox.attempts = 0 and outbox.next_attempt_at > ${now}::timestamptz`.execute(
    db,
  );
  if ((numAffectedRows ?? 0n) > 0n) await notify(db, "outbox");
}
