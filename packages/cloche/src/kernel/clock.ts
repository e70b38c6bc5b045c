/** The one place where the library reads the time. Everything else receives a `Clock`. */

/** Tells the time in milliseconds since the Unix epoch. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = Object.freeze({ now: () => Date.now() });

/** Elapsed time that no clock change can bend; only differences mean anything. Milliseconds. */
export function monotonicMilliseconds(): number {
  return performance.now();
}

/** A clock that stands still until it is moved, for tests and for replaying a moment. */
export interface FixedClock extends Clock {
  /** Moves the clock forward by `milliseconds`. */
  advance(milliseconds: number): void;
}

/**
 * A clock that stands at `start` (milliseconds since the epoch).
 *
 * @example
 * const clock = fixedClock(Date.UTC(2026, 0, 1));
 * clock.advance(60_000);
 */
export function fixedClock(start: number): FixedClock {
  let current = start;
  return {
    now: () => current,
    advance(milliseconds) {
      current += milliseconds;
    },
  };
}
