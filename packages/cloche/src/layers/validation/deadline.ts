/** Puts an end to waiting for work that may never finish. */

/** The work's outcome, or `late()` where it takes more than `milliseconds`. The timer keeps no process alive. */
export function withDeadline<T>(work: Promise<T>, milliseconds: number, late: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late()), milliseconds);
    timer.unref();
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
