/** Reads how revocations are kept and asked for, once, at start. */
import {
  type Clock,
  type Duration,
  type Emit,
  nonEmptyText,
  oneOf,
  onlyKnown,
  seconds,
  systemClock,
  unheard,
  wholeNumber,
} from "../../../kernel/index.js";
import { invalidOption } from "../config-faults.js";
import { type StoreWatch, storeWatch } from "../store-watch.js";
import { memoryRevocationStore } from "./memory-store.js";
import type { LocalRevocationStore, RevocationStore } from "./store.js";

/** What becomes of a token while the store cannot be asked. */
export type RevocationWhenAway = "deny" | "allow" | "local";

/** How revocations are kept and asked for. */
export interface RevocationsOptions {
  readonly store: RevocationStore;
  /**
   * While the store cannot be asked: `deny` refuses every token (503); `local` lets those pass that this process asked
   * for before, while they are remembered; `allow` lets all pass. What this process itself revoked, or once heard from
   * the store, is refused in every case.
   */
  readonly whenAway: RevocationWhenAway;
  /**
   * How long an answer of a shared store is relied on: the longest a token lives on in this process after another
   * process revoked it. 0 by default, which asks at each use; 60 seconds at most.
   */
  readonly maxStale?: Duration;
  /** The longest any accepted token lives; 24 hours by default. Sessions and cut-offs are kept for that long. */
  readonly maxTokenLifetime?: Duration;
  /** How long a check waits for the store: 250 by default. */
  readonly timeoutMilliseconds?: number;
  /** The store's name in events; `revocations` by default. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly emit?: Emit;
}

/** The same, ready to be applied; durations in milliseconds. */
export interface RevocationSettings {
  /** What this process knows without asking. */
  readonly local: LocalRevocationStore;
  /** What must be asked; `undefined` where this process knows everything. */
  readonly shared: RevocationStore | undefined;
  readonly whenAway: RevocationWhenAway;
  readonly maxStale: number;
  readonly maxTokenLifetime: number;
  readonly watch: StoreWatch;
  readonly clock: Clock;
  readonly emit: Emit;
}

const KNOWN = ["store", "whenAway", "maxStale", "maxTokenLifetime", "timeoutMilliseconds", "name", "clock", "emit"];
const MAX_STALE_SECONDS = 60;

/**
 * Reads the options of `revocations`.
 *
 * @throws ConfigError where one is wrong.
 */
export function revocationSettings(options: RevocationsOptions): RevocationSettings {
  const where = "revocations";
  onlyKnown(options, KNOWN, where);
  const { store, clock = systemClock, emit = unheard, timeoutMilliseconds = 250 } = options;
  if (typeof store?.read !== "function" || typeof store.put !== "function") {
    throw invalidOption(`${where}.store`, "Give a RevocationStore.");
  }
  const own = knowsAll(store) ? store : undefined;
  return {
    local: own ?? memoryRevocationStore(),
    shared: own === undefined ? store : undefined,
    whenAway: oneOf(options.whenAway, ["deny", "allow", "local"], `${where}.whenAway`),
    maxStale: readMaxStale(options.maxStale ?? 0, `${where}.maxStale`),
    maxTokenLifetime: seconds(options.maxTokenLifetime ?? "24 hours", `${where}.maxTokenLifetime`) * 1000,
    watch: storeWatch({
      clock,
      emit,
      subject: nonEmptyText(options.name ?? "revocations", `${where}.name`),
      timeoutMilliseconds: wholeNumber(timeoutMilliseconds, `${where}.timeoutMilliseconds`, { min: 1, max: 10_000 }),
    }),
    clock,
    emit,
  };
}

function knowsAll(store: RevocationStore): store is LocalRevocationStore {
  return "generation" in store;
}

function readMaxStale(value: Duration, where: string): number {
  if (value === 0) return 0;
  const stale = seconds(value, where);
  if (stale > MAX_STALE_SECONDS) throw invalidOption(where, `Give ${MAX_STALE_SECONDS} seconds at most.`);
  return stale * 1000;
}
