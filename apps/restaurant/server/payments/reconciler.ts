/** Asks the partners about attempts whose news may have been lost, and ends what nobody is to pay any more. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { type Database, isGivenUp, type OnTrouble } from "../platform/index.js";
import { keepChecked, readAttempt, takeDueAttempt } from "./attempts.store.js";
import { checkPauseAfter } from "./check-pauses.js";
import type { PaymentDesk } from "./payment-desk.js";

/** What reconciling needs. */
export interface ReconcilerDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly desk: Pick<PaymentDesk, "check" | "cancelOpenAttempt">;
  readonly onTrouble: OnTrouble;
}

const CLOSED: readonly string[] = ["rejected", "expired", "cancelled", "completed"];

/** A partner that could not be asked is asked again soon: that it was away once says nothing about the attempt. */
const UNHEARD_MILLISECONDS = 60_000;

/** Looks after the attempt whose turn it is; `false` where none is due. */
export async function reconcileOne({ db, clock, desk, onTrouble }: ReconcilerDeps): Promise<boolean> {
  const now = clock.now();
  const paymentId = await takeDueAttempt(db, { now: new Date(now), until: new Date(now + UNHEARD_MILLISECONDS) });
  const attempt = paymentId === undefined ? undefined : await readAttempt(db, paymentId);
  if (attempt === undefined) return false;
  const isOver = CLOSED.includes(attempt.order_state) || isGivenUp(attempt.created_at, now);
  const heard = isOver ? await desk.cancelOpenAttempt(attempt.order_id) : await desk.check(attempt.id);
  if (heard === undefined || heard === "unconfirmed") {
    onTrouble({ provider: attempt.provider, reason: "attempt_unchecked" });
    return true;
  }
  const next = new Date(clock.now() + checkPauseAfter(attempt.checks + 1));
  await keepChecked(db, attempt.id, { now: new Date(clock.now()), next });
  return true;
}
