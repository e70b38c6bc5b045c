/** A secret that may change while the process runs, with the versions before it for as long as they are accepted. */
import { type Clock, type Duration, onlyKnown, type Secret, seconds } from "../../kernel/index.js";
import { type Listed, listed, nextTurn, type Rotation, step, type Told, type Windows } from "./rotation.js";
import { invalidOption, type SecretSetting } from "./setting.js";

/** One version of a rotating secret, in the form the partners of `cloche/webhooks` take. */
export interface LabelledSecret<Value = string> {
  /** A name for logs. */
  readonly label: string;
  readonly secret: Secret<Value>;
  /** The end of a version that is on its way out. */
  readonly expiresAt?: Date;
}

/** Every version that is accepted now; the first is the one to make something new with. */
export type LabelledSecrets<Value = string> = readonly [LabelledSecret<Value>, ...LabelledSecret<Value>[]];

/** A secret that may change while the process runs. */
export interface Rotating<Value = string> {
  /** The version to sign, to encrypt or to log in with. */
  current(): Secret<Value>;
  /** Every version to verify with, the current one first. It answers from memory. */
  all(): LabelledSecrets<Value>;
  /**
   * Calls `listener` whenever the list is another one: a new version, the end of its lead, the end of an old version.
   * It needs `watch`. What it gives back ends the calls.
   */
  onChange(listener: (versions: LabelledSecrets<Value>) => void): () => void;
}

/** A secret that may also come and go while the process runs: what `rotating` makes of one that is `optional`. */
export interface OptionalRotating<Value = string> {
  /** The version to use; `undefined` while there is none. */
  current(): Secret<Value> | undefined;
  /** Every version to verify with, the current one first; empty while there is none. It answers from memory. */
  all(): readonly LabelledSecret<Value>[];
  /** As `onChange` of `Rotating`; it also tells that the secret has come or is gone. */
  onChange(listener: (versions: readonly LabelledSecret<Value>[]) => void): () => void;
}

/** The windows of a rotation. */
export interface RotatingOptions {
  /** How long the version before is accepted: at least as long as what it signed lives. */
  readonly overlap: Duration;
  /**
   * How long a new version is accepted before it is the current one. With several processes give a little more than
   * the time between two reads, so that none signs with what another does not know yet. By default it is current at once.
   */
  readonly lead?: Duration;
}

/** What a declared secret becomes when it rotates. */
export type RotatingOf<Value> =
  Exclude<Value, undefined> extends Secret<infer Held>
    ? undefined extends Value
      ? OptionalRotating<Held>
      : Rotating<Held>
    : Value;

/**
 * Declares that a secret may change while the process runs. Its version before stands beside it as `NAME_PREVIOUS`, or
 * is what its manager keeps; where neither tells, it is the version that was read before. One that is `optional` may be
 * missing at the start and come later, and is gone with all its versions as soon as its place holds it no more.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * const settings = { JWT_SECRET: rotating(secret({ describe: "Signs access tokens." }), { overlap: "1 hour" }) };
 */
export function rotating<Value>(
  declaration: SecretSetting<Value>,
  options: RotatingOptions,
): SecretSetting<RotatingOf<Value>> {
  onlyKnown(options, ["overlap", "lead"], "rotating");
  if (declaration?.kind !== "secret") throw invalidOption("rotating", "Give what secret() declares.");
  const overlap = seconds(options.overlap, "rotating.overlap") * 1000;
  const lead = options.lead === undefined ? 0 : seconds(options.lead, "rotating.lead") * 1000;
  if (lead >= overlap) throw invalidOption("rotating.lead", "It must be shorter than the overlap.");
  return Object.freeze({ ...declaration, rotation: { overlap, lead } }) as SecretSetting<RotatingOf<Value>>;
}

/** A rotating secret as the configuration drives it. */
export interface RotatingHandle {
  readonly rotating: OptionalRotating<unknown>;
  /** Takes what the place tells, `undefined` where it holds none; whether there is another version. `settle` tells of it. */
  take(told: Told<unknown> | undefined): boolean;
  /** Where the newest version came from. */
  provenance(): string | undefined;
  /** Calls the listeners that have not heard this list; the failures of those that threw. */
  settle(): readonly unknown[];
  /** The next moment, in milliseconds since the epoch, the list changes by itself; `Infinity` for never. */
  nextTurn(): number;
  /** Every text it holds, for the log's redaction. */
  texts(): readonly Secret[];
}

/** Makes the handle of a rotating secret from what its place told first; `undefined` where it holds none. */
export function rotatingHandle(first: Told<unknown> | undefined, windows: Windows, clock: Clock): RotatingHandle {
  const { lead } = windows;
  const stepped = (before: Rotation<unknown> | undefined, told: Told<unknown> | undefined) =>
    told === undefined ? undefined : step(before, told, { now: clock.now(), overlap: windows.overlap });
  let state = stepped(undefined, first);
  let list = asList(state, { now: clock.now(), lead });
  let provenance = first?.provenance;
  const listeners = new Map<Listener, { heard: Versions }>();
  const all = () => {
    const now = clock.now();
    // A clock that was set back makes the list anew too.
    if (now >= list.until || now < list.from) list = asList(state, { now, lead });
    return list.versions;
  };
  return {
    rotating: Object.freeze({
      current: () => all()[0]?.secret,
      all,
      onChange(listener: Listener) {
        listeners.set(listener, { heard: all() });
        return () => void listeners.delete(listener);
      },
    }),
    take(told) {
      const before = state?.newest.text.reveal();
      state = stepped(state, told);
      list = asList(state, { now: clock.now(), lead });
      provenance = told?.provenance;
      return state?.newest.text.reveal() !== before;
    },
    provenance: () => provenance,
    settle() {
      const versions = all();
      return [...listeners].flatMap(([listener, last]) =>
        isSameList(versions, last.heard) ? [] : failureOf(() => hear(listener, last, versions)),
      );
    },
    nextTurn: () => (state === undefined ? Number.POSITIVE_INFINITY : nextTurn(state, { now: clock.now(), lead })),
    texts: () => (state === undefined ? [] : [state.newest, ...state.olds].map(({ text }) => text)),
  };
}

type Versions = readonly LabelledSecret<unknown>[];
type Listener = (versions: Versions) => void;

/** A listener that throws hears the same list again at the next settling. */
function hear(listener: Listener, last: { heard: Versions }, versions: Versions): void {
  listener(versions);
  last.heard = versions;
}

interface List {
  readonly versions: Versions;
  readonly from: number;
  readonly until: number;
}

function asList(state: Rotation<unknown> | undefined, at: { readonly now: number; readonly lead: number }): List {
  if (state === undefined) return { versions: NONE, from: at.now, until: Number.POSITIVE_INFINITY };
  return { versions: Object.freeze(listed(state, at).map(labelled)), from: at.now, until: nextTurn(state, at) };
}

const NONE: Versions = Object.freeze([]);

function labelled({ label, secret, until }: Listed<unknown>): LabelledSecret<unknown> {
  return Object.freeze({ label, secret, ...(until === undefined ? {} : { expiresAt: new Date(until) }) });
}

function isSameList(a: Versions, b: Versions): boolean {
  return a.length === b.length && a.every(({ secret }, index) => secret === b[index]?.secret);
}

function failureOf(run: () => void): unknown[] {
  try {
    run();
    return [];
  } catch (error) {
    return [error];
  }
}
