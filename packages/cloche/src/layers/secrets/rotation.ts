/** The pure step of a rotation: which version is current, which ones before it are still accepted, and until when. */
import type { Secret } from "../../kernel/index.js";

/** One version of a secret. */
export interface Version<Value> {
  /** The text as the place holds it. */
  readonly text: Secret;
  /** The value as its schema reads it. */
  readonly secret: Secret<Value>;
  /** A name for logs. */
  readonly label: string;
}

/** What the place of a secret tells of it at one moment. */
export interface Told<Value> {
  readonly current: Version<Value>;
  /** When the current version came to be, in milliseconds since the epoch, where the place knows. */
  readonly since?: number;
  /** The version before; `false` where there is none any more; absent where the place keeps no versions. */
  readonly previous?: Version<Value> | false;
  /** The place in words. */
  readonly provenance?: string;
}

/** Where a rotation stands. */
export interface Rotation<Value> {
  readonly newest: Version<Value>;
  /** When the newest version became the newest, in milliseconds since the epoch. */
  readonly began: number;
  readonly olds: readonly Old<Value>[];
  /** The version before, where the place itself named it. */
  readonly named: Version<Value> | undefined;
}

interface Old<Value> extends Version<Value> {
  /** The moment it ends, in milliseconds since the epoch. */
  readonly until: number;
}

/** The windows of a rotation, in milliseconds. */
export interface Windows {
  /** How long the version before is accepted. */
  readonly overlap: number;
  /** How long a new version is accepted before it is used, so that every process knows it by then. */
  readonly lead: number;
}

/** A version in the order of use, with its end where it has one. */
export interface Listed<Value> extends Version<Value> {
  readonly until?: number;
}

/** Versions that rotate faster than they end are forgotten, the oldest first. */
const MOST_OLDS = 8;

/**
 * The rotation after the place told what it holds. On a new version every version that was accepted stays for its
 * overlap. A place that names the version before is believed when it takes that one back without a new version, or says
 * that there is none: so a stolen version is ended at once.
 */
export function step<Value>(
  state: Rotation<Value> | undefined,
  told: Told<Value>,
  { now, overlap }: { readonly now: number; readonly overlap: number },
): Rotation<Value> {
  const changed = state !== undefined && !isSame(state.newest, told.current);
  const began = changed ? now : (state?.began ?? Math.min(told.since ?? now, now));
  const until = began + overlap;
  const witnessed = changed ? [{ ...state.newest, until }, ...state.olds] : (state?.olds ?? []);
  const named = told.previous ? { ...known(state, told.previous), until } : told.previous;
  return {
    newest: known(state, told.current),
    began,
    olds: distinct(accepted({ witnessed, named, state, changed }))
      .filter((old) => old.until > now && !isSame(old, told.current))
      .slice(0, MOST_OLDS),
    named: told.previous ? told.previous : undefined,
  };
}

interface Candidates<Value> {
  readonly witnessed: readonly Old<Value>[];
  /** The version before, as the place names it. */
  readonly named: Old<Value> | false | undefined;
  readonly state: Rotation<Value> | undefined;
  readonly changed: boolean;
}

function accepted<Value>({ witnessed, named, state, changed }: Candidates<Value>): readonly Old<Value>[] {
  if (named === false) return [];
  const before = state?.named;
  const takenBack = !changed && before !== undefined && (named === undefined || !isSame(before, named));
  const kept = takenBack ? [] : witnessed;
  return named === undefined ? kept : [...kept, named];
}

function distinct<Value>(olds: readonly Old<Value>[]): readonly Old<Value>[] {
  return olds.filter((old, at) => olds.findIndex((one) => isSame(one, old)) === at);
}

/** A version that is there already keeps its secret object, so that a list can be told from another by identity. */
function known<Value>(state: Rotation<Value> | undefined, version: Version<Value>): Version<Value> {
  const versions = state === undefined ? [] : [state.newest, ...state.olds];
  const same = versions.find((one) => isSame(one, version));
  return same === undefined ? version : { text: same.text, secret: same.secret, label: version.label };
}

/** The versions in the order of use: the first is for making, all are for accepting. */
export function listed<Value>(
  { newest, began, olds }: Rotation<Value>,
  { now, lead }: { readonly now: number; readonly lead: number },
): readonly [Listed<Value>, ...Listed<Value>[]] {
  const [latest, ...rest] = olds.filter(({ until }) => until > now);
  if (latest === undefined) return [newest];
  return now < began + lead ? [latest, newest, ...rest] : [newest, latest, ...rest];
}

/** The next moment the list changes by itself. */
export function nextTurn<Value>(
  { began, olds }: Rotation<Value>,
  { now, lead }: { now: number; lead: number },
): number {
  const turns = [began + lead, ...olds.map(({ until }) => until)].filter((turn) => turn > now);
  return Math.min(...turns);
}

/** Both are the configuration's own values: no attacker chooses either, so the time of this comparison is free. */
function isSame(a: Version<unknown>, b: Version<unknown>): boolean {
  return a.text.reveal() === b.text.reveal();
}
