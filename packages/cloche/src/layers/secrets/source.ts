/** Where values come from: an ordered chain of sources, the first that has a value wins. */

/** A value and the place it came from. */
export interface Found {
  readonly value: string;
  /** The place in words, such as "environment" or ".env"; never the value. */
  readonly provenance: string;
}

/** A place that holds values by name. */
export interface Source {
  /** The place in words. */
  readonly name: string;
  /** The value called `name`. Throws where the place itself cannot be read. */
  read(name: string): Found | undefined;
  /** Every name the place holds, where it holds only this process's settings. */
  names?(): readonly string[];
}

/** A place that answers later, such as a secret manager. */
export interface AsyncSource {
  readonly name: string;
  read(name: string): Promise<Found | undefined>;
  names?(): readonly string[];
}

/**
 * The first value found along the chain. An empty text counts as missing, so that `NAME=` in a file hides nothing.
 */
export function firstFound(sources: readonly Source[], name: string): Found | undefined {
  for (const source of sources) {
    const found = source.read(name);
    if (found !== undefined && found.value !== "") return found;
  }
  return undefined;
}
