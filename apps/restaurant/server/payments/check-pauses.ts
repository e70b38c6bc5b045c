/** How often the partner is asked about one attempt to pay. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The pauses between questions about one attempt, milliseconds; the last one repeats. */
const CHECK_PAUSES = [
  2 * MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const;

/** Milliseconds until an attempt is asked about again, after so many times. */
export function checkPauseAfter(checks: number): number {
  return CHECK_PAUSES[Math.min(Math.max(checks, 1), CHECK_PAUSES.length) - 1] ?? 12 * HOUR;
}
