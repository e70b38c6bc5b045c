/** Tells of what no request knows: an error that ends the process, and an event loop that stands still. */
import { type Clock, monotonicMilliseconds, onlyKnown, systemClock, wholeNumber } from "../../kernel/index.js";
import type { Observer } from "./observer.js";

/** The part of Node.js's `process` that is listened to. */
export interface WatchedProcess {
  on(event: "uncaughtExceptionMonitor", listener: ProcessFailure): unknown;
  off(event: "uncaughtExceptionMonitor", listener: ProcessFailure): unknown;
}

/** Hears what ends the process. */
export type ProcessFailure = (error: unknown, origin: string) => void;

/** What is watched, and who is told. */
export interface WatchProcessOptions {
  readonly observe: Pick<Observer, "event" | "failure">;
  /** How long the event loop may stand still; 1000 milliseconds where nothing is said. */
  readonly stallMilliseconds?: number;
  /** `globalThis.process` where nothing is given. */
  readonly process?: WatchedProcess;
  readonly clock?: Clock;
}

const KNOWN = ["observe", "stallMilliseconds", "process", "clock"];
/** How often the loop is looked at: a stall is seen once, at its end. */
const LOOK_MILLISECONDS = 250;

/**
 * Watches the process until the answer is called. What ends it still ends it: the listener only looks on, and an
 * unhandled rejection is as fatal as Node.js makes it.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const stopWatching = watchProcess({ observe });
 */
export function watchProcess(options: WatchProcessOptions): () => void {
  onlyKnown(options, KNOWN, "watchProcess");
  const { observe, process: watched = globalThis.process, clock = systemClock } = options;
  const stall = wholeNumber(options.stallMilliseconds ?? 1000, "watchProcess.stallMilliseconds", {
    min: 20,
    max: 600_000,
  });
  const failed: ProcessFailure = (error, origin) => {
    const reason = origin === "unhandledRejection" ? "unhandled_rejection" : "uncaught_exception";
    observe.failure(error, { route: "process" });
    observe.event({ name: "process.failed", at: clock.now(), reason });
  };
  let last = monotonicMilliseconds();
  const timer = setInterval(() => {
    const now = monotonicMilliseconds();
    const stood = now - last - LOOK_MILLISECONDS;
    last = now;
    if (stood < stall) return;
    const subject = `${Math.round(stood)} ms`;
    observe.event({ name: "process.stalled", at: clock.now(), reason: "event_loop_stalled", subject });
  }, LOOK_MILLISECONDS);
  timer.unref();
  watched.on("uncaughtExceptionMonitor", failed);
  return () => {
    clearInterval(timer);
    watched.off("uncaughtExceptionMonitor", failed);
  };
}
