/** When something that failed is tried again: twice as late each time, up to a cap, and never all at once. */

/** The bounds of a schedule, in seconds. */
export interface Backoff {
  /** Before the second attempt. */
  readonly firstSeconds: number;
  /** The longest pause. */
  readonly longestSeconds: number;
}

/**
 * The pause after the attempt of that number, which begins at 1. A quarter to either side is left to chance, so that
 * what failed together does not come back together.
 *
 * @param random From 0 up to 1.
 * @returns seconds
 */
export function pauseAfter(attempt: number, { firstSeconds, longestSeconds }: Backoff, random: number): number {
  const doubled = firstSeconds * 2 ** Math.min(Math.max(attempt, 1) - 1, 52);
  return Math.min(doubled, longestSeconds) * (0.75 + random / 2);
}
