/** Works a queue in the database at every wake-up and every few seconds, one drain at a time. */
import { type Channel, POLL_MILLISECONDS, type Wakeups } from "./wakeups.js";

/** What is worked, and when. */
export interface LoopParts {
  readonly wakeups: Wakeups;
  /** What wakes it; without one it only polls. */
  readonly channel?: Channel | undefined;
  /** How often it looks without having been woken, milliseconds; 3000 unless said. */
  readonly everyMilliseconds?: number;
  /** Works one thing that is due; `false` where nothing is. */
  readonly workOne: () => Promise<boolean>;
  /** Hears that the queue could not be reached. */
  readonly onAway: (error: unknown) => void;
}

/** A running loop. */
export interface WorkingLoop {
  /** Works everything that is due, and answers when it is done. */
  readonly drain: () => Promise<void>;
  /** Takes nothing further, and answers when what is at hand is done. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the loop. Several processes may each have one.
 *
 * @example
 * const loop = startWorkingLoop({ wakeups, channel: "outbox", workOne: () => sendOne(deps), onAway });
 * await loop.stop();
 */
export function startWorkingLoop(parts: LoopParts): WorkingLoop {
  const loop = drainer(parts);
  const wake = () => void loop.drain();
  const silence = parts.channel === undefined ? () => {} : parts.wakeups.listen(parts.channel, wake);
  const timer = setInterval(wake, parts.everyMilliseconds ?? POLL_MILLISECONDS).unref();
  wake();
  return {
    drain: loop.drain,
    async stop() {
      silence();
      clearInterval(timer);
      await loop.stop();
    },
  };
}

/** One drain at a time; a ring during one makes it look once more. */
function drainer({ workOne, onAway }: LoopParts): WorkingLoop {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async () => {
    try {
      do {
        again = false;
        while (!stopped && (await workOne()));
      } while (again && !stopped);
    } catch (error) {
      onAway(error);
    } finally {
      // In the same step as the last look at `again`, so that no ring falls between the two.
      running = undefined;
    }
  };
  const drain = () => {
    again = true;
    running ??= run();
    return running;
  };
  const stop = async () => {
    stopped = true;
    await running;
  };
  return { drain, stop };
}
