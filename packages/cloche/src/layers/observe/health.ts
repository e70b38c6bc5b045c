/** Tells whether this process can serve, by asking what it depends on; says which part fails and never why. */
import { type Duration, onlyKnown, seconds } from "../../kernel/index.js";

/** Succeeds where the part works; throws or rejects where it does not. */
export type HealthCheck = () => unknown;

/** What is asked, and for how long. */
export interface HealthOptions {
  /** The parts by name, such as a database or a store. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** How long a part may take to answer; 2 seconds where nothing is said. */
  readonly timeout?: Duration;
  /** Hears why a part fails, for the log. */
  readonly onFailing?: (name: string, error: unknown) => void;
}

/** What may be told outside. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, "ok" | "failing">>;
}

/** Answers probes. */
export interface Health {
  /** Asks every part at once. Calls that overlap share one answer, so that probes cannot pile up. */
  readonly ready: () => Promise<Readiness>;
  /** Answers "not ready" from now on, as a process does that is about to stop. */
  readonly drain: () => void;
}

const KNOWN = ["checks", "timeout", "onFailing"];
const MILLISECONDS = 1000;

/**
 * Makes a readiness check.
 *
 * @throws ConfigError `option_unknown` or `duration_unreadable`
 * @example
 * const { ready } = health({ checks: { database: () => pool.query("select 1") }, timeout: "2 seconds" });
 */
export function health(options: HealthOptions): Health {
  onlyKnown(options, KNOWN, "health");
  const timeout = seconds(options.timeout ?? 2, "health.timeout") * MILLISECONDS;
  const checks = Object.entries(options.checks);
  let draining = false;
  let running: Promise<Readiness> | undefined;
  const run = async (): Promise<Readiness> => {
    const results = await Promise.all(
      checks.map(
        async ([name, check]) => [name, await outcome(() => withinTime(check, timeout), tellOf(name))] as const,
      ),
    );
    return { ready: results.every(([, result]) => result === "ok"), checks: Object.fromEntries(results) };
  };
  const tellOf = (name: string) => (error: unknown) => options.onFailing?.(name, error);
  return {
    async ready() {
      running ??= run().finally(() => {
        running = undefined;
      });
      const answer = await running;
      return draining ? { ...answer, ready: false } : answer;
    },
    drain() {
      draining = true;
    },
  };
}

async function outcome(check: () => Promise<unknown>, tell: (error: unknown) => void): Promise<"ok" | "failing"> {
  try {
    await check();
    return "ok";
  } catch (error) {
    quietly(() => tell(error));
    return "failing";
  }
}

async function withinTime(check: HealthCheck, timeout: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The check took too long.")), timeout);
    timer.unref();
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } finally {
    clearTimeout(timer);
  }
}

function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // A probe's answer does not depend on who hears of it.
  }
}
