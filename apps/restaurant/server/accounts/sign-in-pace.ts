/** Lets whoever guesses at one account wait longer each time, from however many addresses, and shuts nobody out of it. */
import { setTimeout as after } from "node:timers/promises";
import type { Clock } from "cloche";
import { type LimitStore, limit, partitionKey } from "cloche/rate-limit";

/** Counts the attempts at an account since somebody last got in; nobody is refused by it. */
const ATTEMPTS = limit("1000 per 15 minutes by body:email", { name: "sign-in-pace" });

/** Attempts that need not wait; then a wait that doubles, up to the longest. */
const FREE = 3;
const FIRST_MILLISECONDS = 500;
const LONGEST_MILLISECONDS = 8000;

/** The pace of attempts. */
export interface SignInPace {
  /** Counts an attempt and waits its turn, before anything is checked: the right password waits like the wrong ones. */
  readonly wait: (email: string) => Promise<void>;
  /** Somebody got in: the next attempt need not wait. */
  readonly forget: (email: string) => Promise<void>;
}

/** What the pace needs. */
export interface SignInPaceDeps {
  /** Where the gate counts, so that several processes share what they count here as well. */
  readonly store: Pick<LimitStore, "take" | "forget">;
  readonly clock: Clock;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Makes it. Accounts that do not exist have the same pace as those that do. */
export function signInPace({ store, clock, pause = after }: SignInPaceDeps): SignInPace {
  return {
    async wait(email) {
      const [verdict] = await store.take([{ key: keyOf(email), policy: ATTEMPTS, cost: 1 }], clock.now());
      const attempt = ATTEMPTS.quota - (verdict?.remaining ?? 0);
      if (attempt > FREE) await pause(waitOf(attempt));
    },
    async forget(email) {
      await store.forget?.(keyOf(email));
    },
  };
}

/** How long the n-th attempt waits. */
function waitOf(attempt: number): number {
  return Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** (attempt - FREE - 1));
}

/** One count for all whose key could not be made: nobody goes uncounted. */
function keyOf(email: string): string {
  return partitionKey(ATTEMPTS, { "body:email": email }) ?? ATTEMPTS.scope;
}
