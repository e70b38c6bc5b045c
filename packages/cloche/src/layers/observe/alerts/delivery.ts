/** Brings alerts to one sink in order: tries again, waits within bounds, and counts what is lost. */
import type { Alert } from "./alert-rule.js";

/** The way to one sink. */
export interface Delivery {
  readonly add: (alert: Alert) => void;
  /** Waits until nothing is on its way. */
  readonly settled: () => Promise<void>;
}

/** How alerts travel. */
export interface DeliveryOptions {
  /** Hears of each alert that did not arrive. */
  readonly lose: () => void;
  /** How long to wait before each further attempt, milliseconds. */
  readonly pauses?: readonly number[];
}

const MAX_WAITING = 100;
const PAUSES: readonly number[] = [1000, 5000];
/** A sink that never answers must not hold up the next alert for ever. */
const LONGEST_MILLISECONDS = 30_000;

/** A way to `sink`; at most 100 alerts wait, and each is tried three times. */
export function deliveryTo(sink: (alert: Alert) => unknown, { lose, pauses = PAUSES }: DeliveryOptions): Delivery {
  const waiting: Alert[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (let alert = waiting.shift(); alert !== undefined; alert = waiting.shift()) {
      if (!(await arrives(sink, alert, pauses))) lose();
    }
    running = undefined;
  };
  return {
    add(alert) {
      if (waiting.length >= MAX_WAITING) return lose();
      waiting.push(alert);
      running ??= run();
    },
    settled: async () => {
      while (running !== undefined) await running;
    },
  };
}

async function arrives(sink: (alert: Alert) => unknown, alert: Alert, pauses: readonly number[]): Promise<boolean> {
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await after(pause);
    try {
      await inTime(Promise.resolve(sink(alert)));
      return true;
    } catch {
      // What went wrong is the sink's own; the next attempt or the count follows.
    }
  }
  return false;
}

async function inTime(telling: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The sink took too long.")), LONGEST_MILLISECONDS);
    timer.unref();
  });
  await Promise.race([telling, late]).finally(() => clearTimeout(timer));
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
