/** Gathers lines and writes them once a turn of the event loop: a system call for each costs more than making it. */

const MAX_WAITING = 65_536;

/** Lines on their way out. */
export interface LineBatch {
  /**
   * Takes a line without its line end.
   *
   * @throws what the writer threw, once for each line that was lost, when a later line comes
   */
  readonly add: (line: string) => void;
  /** Writes what waits. Call it as the process exits, when no turn comes any more. */
  readonly flush: () => void;
}

/** A batch that hands whole lines to `write`, at most about 64 KiB at once. */
export function lineBatch(write: (lines: string) => void): LineBatch {
  let waiting = "";
  let count = 0;
  let lost = 0;
  let fault: unknown;
  const flush = (): void => {
    if (count === 0) return;
    const lines = waiting;
    const taken = count;
    waiting = "";
    count = 0;
    try {
      write(lines);
    } catch (thrown) {
      lost += taken;
      fault = thrown;
    }
  };
  return {
    flush,
    add(line) {
      if (count === 0) setImmediate(flush);
      waiting += `${line}\n`;
      count += 1;
      if (waiting.length >= MAX_WAITING) flush();
      if (lost === 0) return;
      lost -= 1;
      throw fault;
    },
  };
}
