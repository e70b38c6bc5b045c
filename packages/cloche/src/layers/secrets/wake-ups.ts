/** The timers of a watch: one for the next read, one for the next turn of a list; neither keeps a process alive. */

/** What is woken, and when; times in milliseconds. */
export interface WakeUpsOptions {
  readonly every: number;
  /** A share of `every`. */
  readonly jitter: number;
  /** One read; it must call `done`. */
  readonly round: () => Promise<void>;
  /** What is due when a list turns by itself. */
  readonly turn: () => void;
  /** How long until the next turn; `Infinity` for never. */
  readonly nextTurn: () => number;
}

/** Running timers. */
export interface WakeUps {
  /** Reads now, or joins the read under way. */
  now(): Promise<void>;
  /** Tells how a read ended; one that failed is repeated sooner. */
  done(well: boolean): void;
  stop(): void;
}

const FIRST_RETRY = 5000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** Starts the timers. */
export function wakeUps({ every, jitter, round, turn, nextTurn }: WakeUpsOptions): WakeUps {
  const timers: { read?: NodeJS.Timeout; turn?: NodeJS.Timeout } = {};
  let running: Promise<void> | undefined;
  let failures = 0;
  let stopped = false;
  const now = () => {
    running ??= round().finally(() => {
      running = undefined;
      plan();
    });
    return running;
  };
  const plan = () => {
    clearTimeout(timers.read);
    clearTimeout(timers.turn);
    if (stopped) return;
    const wait = failures === 0 ? every : Math.min(every, FIRST_RETRY * 2 ** (failures - 1));
    timers.read = setTimeout(() => void now(), spread(wait, jitter)).unref();
    planTurn();
  };
  const planTurn = () => {
    const wait = nextTurn();
    if (wait === Number.POSITIVE_INFINITY) return;
    const run = () => {
      turn();
      planTurn();
    };
    timers.turn = setTimeout(run, Math.min(Math.max(wait, 1), LONGEST_TIMER)).unref();
  };
  plan();
  return {
    now,
    done(well) {
      failures = well ? 0 : failures + 1;
    },
    stop() {
      stopped = true;
      plan();
    },
  };
}

/** A time that is early or late by chance, so that many processes do not ask at one moment. */
function spread(milliseconds: number, share: number): number {
  return milliseconds * (1 + share * (2 * Math.random() - 1));
}
