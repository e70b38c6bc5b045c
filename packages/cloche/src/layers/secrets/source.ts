/** Where values come from: an ordered chain of sources, the first that has a value wins. */

/** A value and the place it came from. */
export interface Found {
  readonly value: string;
  /** The place in words, such as "environment" or ".env"; never the value. */
  readonly provenance: string;
  /** The place's own name for this version of the value. */
  readonly version?: string;
  /** When this version came to be, in milliseconds since the epoch. */
  readonly since?: number;
  /** When the value ends, in milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** The version before; `false` where the place knows that none may be used any more. */
  readonly previous?: PreviousFound | false;
}

/** The version that was current before. */
export interface PreviousFound {
  readonly value: string;
  readonly version?: string;
}

/** What is asked beside the value. */
export interface Wanted {
  /** Whether the version before is asked for too; places that keep no versions need not answer. */
  readonly previous: boolean;
}

interface Place {
  /** The place in words. */
  readonly name: string;
  /** Every name the place holds, where it holds only this process's settings. */
  names?(): readonly string[];
  /** The names it holds that are built into web pages by their prefix, such as `NEXT_PUBLIC_`. */
  publicNames?(): readonly string[];
}

/** A place that holds values by name. */
export interface Source extends Place {
  /** The value called `name`. Throws where the place itself cannot be read. */
  read(name: string, wanted?: Wanted): Found | undefined;
  /** The same place, to be read anew, where this one remembers what it read. */
  anew?(): Source;
}

/** A place that answers later, such as a secret manager. */
export interface AsyncSource extends Place {
  read(name: string, wanted?: Wanted): Promise<Found | undefined>;
  anew?(): AsyncSource;
}

/** What stands behind the name of a setting whose version before is held beside it. */
export const PREVIOUS_SUFFIX = "_PREVIOUS";

/**
 * The first value found along the chain. An empty text counts as missing, so that `NAME=` in a file hides nothing.
 */
export function firstFound(sources: readonly Source[], name: string, wanted?: Wanted): Found | undefined {
  for (const source of sources) {
    const found = source.read(name, wanted);
    if (found === undefined || found.value === "") continue;
    if (wanted?.previous !== true || found.previous !== undefined) return found;
    return beside(found, source.read(`${name}${PREVIOUS_SUFFIX}`));
  }
  return undefined;
}

/** A value with the version before that stands beside it in the same place, as `NAME_PREVIOUS`. */
export function beside(found: Found, before: Found | undefined): Found {
  return before === undefined || before.value === "" ? found : { ...found, previous: { value: before.value } };
}
