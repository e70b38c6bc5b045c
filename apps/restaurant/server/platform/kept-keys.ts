/** Keys that are kept in the office, as one of the places the configuration reads: what is held here was opened before. */
import { ConfigurationError, type Found, type Source } from "cloche/secrets";

/** A key by its name in the environment; `unreadable` where it is kept and could not be opened. */
export type Kept = Omit<Found, "provenance"> | "unreadable";

/** What is held, and the place it is read from. */
export interface KeptKeys {
  readonly source: Source;
  /** Takes the place of everything that was held. */
  hold(keys: ReadonlyMap<string, Kept>): void;
}

/** How the place is called. */
export const OFFICE = "the office";

const UNREADABLE =
  "It is kept in the office and cannot be opened: SEAL_SECRET is another one than it was sealed with, or its row was " +
  "changed. Give SEAL_SECRET back, or write the key anew.";

/** Holds nothing at first: the database is opened after the configuration is read. */
export function keptKeys(): KeptKeys {
  let held: ReadonlyMap<string, Kept> = new Map();
  return {
    source: {
      name: OFFICE,
      read(name) {
        const kept = held.get(name);
        if (kept === "unreadable") throw new ConfigurationError([{ name, reason: UNREADABLE }]);
        return kept === undefined ? undefined : { ...kept, provenance: OFFICE };
      },
    },
    hold(keys) {
      held = keys;
    },
  };
}
