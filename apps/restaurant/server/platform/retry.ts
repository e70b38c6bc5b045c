/** When an event that could not be worked is tried again, and when that ends. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses between attempts, milliseconds. */
const PAUSES = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const;

/** As long as the partners themselves go on sending an event. */
const GIVE_UP_AFTER_MILLISECONDS = 72 * HOUR;

/** Milliseconds until the next attempt, after so many. */
export const pauseAfter = pausesOf(PAUSES);

/** What answers the pause after so many attempts: the first after one, and the last again and again. */
export function pausesOf(pauses: readonly [number, ...number[]]): (attempts: number) => number {
  return (attempts) => pauses[Math.min(Math.max(attempts, 1), pauses.length) - 1] ?? pauses[0];
}

/** Whether an event received then is given up now. */
export function isGivenUp(receivedAt: Date, now: number): boolean {
  return now - receivedAt.getTime() >= GIVE_UP_AFTER_MILLISECONDS;
}
