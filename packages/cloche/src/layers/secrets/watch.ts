/** Reads the rotating secrets again and again; what cannot be had or used changes nothing. */
import { type Duration, type Emit, onlyKnown, type Secret, seconds, unheard } from "../../kernel/index.js";
import type { ConfigurationProblem } from "./configuration-error.js";
import { type Ledger, type Plan, secretsOf } from "./loading.js";
import { answered } from "./prefetched.js";
import { readTold } from "./reading-secret.js";
import type { RotatingHandle } from "./rotating.js";
import { invalidOption } from "./setting.js";
import type { Source } from "./source.js";
import { wakeUps } from "./wake-ups.js";

/** A secret that has a new version, has come, or is gone. */
export interface SecretRotation {
  readonly name: string;
  /** The new version's name for logs; of a secret that is gone, the secret's own. */
  readonly label: string;
}

/** How the rotating secrets are watched. */
export interface WatchOptions {
  /** The time between two reads. */
  readonly every: Duration;
  /** By which share of `every` a read may be early or late, so that processes do not ask at once: 0.1 by default. */
  readonly jitter?: number;
  /** How long one read may take: 30 seconds by default. */
  readonly timeout?: Duration;
  /** Hears of each new version. */
  readonly onRotate?: (rotation: SecretRotation) => void;
  /** Hears why a read changed nothing; names and reasons, never a value. */
  readonly onFailure?: (problems: readonly ConfigurationProblem[]) => void;
  /** Takes each secret before anything else does, as a log's redaction needs it. */
  readonly redact?: (secret: Secret<unknown>) => void;
  /** Hears `secret.rotated`, and `store.away` and `store.back` for the places the secrets come from. */
  readonly emit?: Emit;
}

/** A running watch. */
export interface Watch {
  /** Reads now; it never rejects. Reads that are asked for at once are one. */
  refresh(): Promise<void>;
  /** Ends the watch. Every secret keeps its last good value. */
  stop(): void;
}

const KNOWN = ["every", "jitter", "timeout", "onRotate", "onFailure", "redact", "emit"];
const DEFAULT_JITTER = 0.1;
const MAX_JITTER = 0.5;
const MAX_DAYS = 14;
const SUBJECT = "secrets";

/**
 * Starts the watch. Its timers keep no process alive.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 */
export function watch(plan: Plan, ledger: Ledger, options: WatchOptions): Watch {
  const settings = readOptions(options);
  const heard = { away: false };
  let stopped = false;
  const round = async () => {
    const problems = await attempted({ plan, ledger, options, timeout: settings.timeout, isStopped: () => stopped });
    if (stopped) return;
    tellState(problems.length > 0, heard, { plan, options });
    if (problems.length > 0) quietly(() => options.onFailure?.(problems));
    beat.done(problems.length === 0);
  };
  const settleAll = () => {
    const problems = ledger.handles().flatMap(settled);
    if (problems.length > 0) quietly(() => options.onFailure?.(problems));
  };
  const nextTurn = () => Math.min(...ledger.handles().map(([, handle]) => handle.nextTurn())) - plan.clock.now();
  const beat = wakeUps({ ...settings, round, turn: settleAll, nextTurn });
  for (const secret of ledger.readings().flatMap(secretsOf)) options.redact?.(secret);
  return Object.freeze({
    refresh: () => beat.now(),
    stop() {
      stopped = true;
      beat.stop();
    },
  });
}

function readOptions(options: WatchOptions): { every: number; jitter: number; timeout: number } {
  onlyKnown(options, KNOWN, "watch");
  const every = seconds(options.every, "watch.every");
  if (every > MAX_DAYS * 86_400) throw invalidOption("watch.every", `Give ${MAX_DAYS} days at most.`);
  const { jitter = DEFAULT_JITTER } = options;
  if (typeof jitter !== "number" || !(jitter >= 0 && jitter <= MAX_JITTER)) {
    throw invalidOption("watch.jitter", `Give a share from 0 to ${MAX_JITTER}.`);
  }
  const timeout = seconds(options.timeout ?? "30 seconds", "watch.timeout");
  return { every: every * 1000, jitter, timeout: timeout * 1000 };
}

interface Round {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly options: WatchOptions;
  readonly timeout: number;
  readonly isStopped: () => boolean;
}

async function attempted(round: Round): Promise<readonly ConfigurationProblem[]> {
  try {
    return await readAll(round);
  } catch {
    return [{ name: SUBJECT, reason: "Their places could not be read." }];
  }
}

async function readAll(round: Round): Promise<readonly ConfigurationProblem[]> {
  const handles = round.ledger.handles();
  const names = handles.map(([name]) => name);
  const { settings, sources } = round.plan;
  const fresh = { settings, sources: sources.map((source) => source.anew?.() ?? source) };
  const held = await inTime(answered(fresh, names), round.timeout);
  if (round.isStopped()) return [];
  if (held === undefined) return names.map((name) => ({ name, reason: "Its place did not answer in time." }));
  return handles.flatMap(([name, handle]) => takeOne(name, handle, { ...round, held }));
}

function takeOne(
  name: string,
  handle: RotatingHandle,
  { plan, ledger, options, held }: Round & { readonly held: readonly Source[] },
): readonly ConfigurationProblem[] {
  const declaration = plan.settings[name];
  if (declaration?.kind !== "secret") return [];
  const { production } = ledger;
  const { told, problems } = readTold(name, declaration, { sources: held, pantry: plan.pantry, production });
  if (problems.length > 0) return problems;
  const versions = told === undefined ? [] : [told.current, ...(told.previous ? [told.previous] : [])];
  const known = new Set(handle.texts().map((text) => text.reveal()));
  try {
    for (const { text, secret } of versions) {
      if (known.has(text.reveal())) continue;
      options.redact?.(text);
      options.redact?.(secret);
    }
  } catch {
    // What the log cannot hide is not used.
    return [{ name, reason: "watch.redact refused its new version." }];
  }
  const changed = handle.take(told);
  const refused = settled([name, handle]);
  if (changed) tellRotation({ name, label: told?.current.label ?? name }, { plan, options });
  return refused;
}

interface Telling {
  readonly plan: Plan;
  readonly options: WatchOptions;
}

function tellRotation(rotation: SecretRotation, { plan, options: { emit = unheard, onRotate } }: Telling): void {
  quietly(() => emit({ name: "secret.rotated", at: plan.clock.now(), subject: rotation.name }));
  quietly(() => onRotate?.(rotation));
}

function tellState(away: boolean, heard: { away: boolean }, { plan, options: { emit = unheard } }: Telling): void {
  if (away === heard.away) return;
  heard.away = away;
  const name = away ? "store.away" : "store.back";
  quietly(() => emit({ name, at: plan.clock.now(), subject: SUBJECT }));
}

function settled([name, handle]: readonly [string, RotatingHandle]): readonly ConfigurationProblem[] {
  return handle.settle().map(() => ({ name, reason: "A listener of onChange refused its versions." }));
}

/** The value, or `undefined` once the time is over; an answer that comes later is dropped. */
async function inTime<Value>(value: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  const timer = { stop: () => {} };
  const over = new Promise<undefined>((resolve) => {
    const running = setTimeout(() => resolve(undefined), milliseconds);
    running.unref();
    timer.stop = () => clearTimeout(running);
  });
  try {
    return await Promise.race([value, over]);
  } finally {
    timer.stop();
  }
}

/** A callback that throws must not end the watch. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Nobody is left to tell.
  }
}
