/** Waits until somebody rings, the time is up or all is over; a ring that nobody waited for is not lost. */

export interface Doorbell {
  ring(): void;
  /** Waits for a ring, at most so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Whether a signal has ended it. */
  stopped(): boolean;
  stop(): void;
}

/** A doorbell that any of the signals ends. */
export function doorbell(...signals: readonly AbortSignal[]): Doorbell {
  let rung = false;
  let over = signals.some(({ aborted }) => aborted);
  let answer: (() => void) | undefined;
  const ring = () => {
    rung = true;
    answer?.();
  };
  const stop = () => {
    over = true;
    for (const signal of signals) signal.removeEventListener("abort", stop);
    answer?.();
  };
  for (const signal of signals) signal.addEventListener("abort", stop);
  return {
    ring,
    stop,
    stopped: () => over,
    async wait(milliseconds) {
      if (!rung && !over) await rings(milliseconds, (wake) => (answer = wake));
      answer = undefined;
      rung = false;
    },
  };
}

async function rings(milliseconds: number, hear: (wake: () => void) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
    hear(resolve);
  });
  clearTimeout(timer);
}
