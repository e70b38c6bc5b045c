/** Reads how refresh tokens live, once, at start. */
import {
  type Clock,
  type Duration,
  type Emit,
  onlyKnown,
  type SecurityEventName,
  seconds,
  systemClock,
  unheard,
} from "../../kernel/index.js";
import { type ChangingSecrets, changing } from "./changing-secrets.js";
import { invalidOption } from "./config-faults.js";
import type { RefreshStore } from "./refresh-store.js";
import { type RefreshText, refreshText } from "./refresh-text.js";

/** How refresh tokens live. */
export interface RefreshTokensOptions {
  readonly store: RefreshStore;
  /** How long a token may lie unused. */
  readonly idle: Duration;
  /** How long one sign-in lasts, however much it is used. */
  readonly absolute: Duration;
  /** How long a token that was just rotated is answered with the same successor: 10 seconds by default, 0 for never. */
  readonly grace?: Duration;
  /**
   * At least 32 bytes. Of several, the newest first: it makes tokens, the others still prove theirs. A rotating secret
   * is followed while the process runs; its overlap must be as long as `idle`, or sessions end with it.
   */
  readonly secret: ChangingSecrets;
  readonly clock?: Clock;
  readonly emit?: Emit;
}

/** The same, ready to be applied; durations in milliseconds. */
export interface RefreshSettings {
  readonly store: RefreshStore;
  readonly idle: number;
  readonly absolute: number;
  readonly grace: number;
  /** The texts under the secrets as they stand at this moment. */
  readonly text: () => RefreshText;
  readonly clock: Clock;
  readonly tell: (name: SecurityEventName, fields: { readonly callerId?: string; readonly reason?: string }) => void;
}

const KNOWN = ["store", "idle", "absolute", "grace", "secret", "clock", "emit"];

/**
 * Reads the options of `refreshTokens`.
 *
 * @throws ConfigError where one is wrong.
 */
export function refreshSettings(options: RefreshTokensOptions): RefreshSettings {
  const where = "refreshTokens";
  onlyKnown(options, KNOWN, where);
  const { store, grace = 10, clock = systemClock, emit = unheard } = options;
  if (typeof store?.advance !== "function") throw invalidOption(`${where}.store`, "Give a RefreshStore.");
  const idle = seconds(options.idle, `${where}.idle`) * 1000;
  const absolute = seconds(options.absolute, `${where}.absolute`) * 1000;
  if (idle > absolute) throw invalidOption(`${where}.idle`, "It cannot be longer than absolute.");
  return {
    store,
    idle,
    absolute,
    grace: readGrace(grace, `${where}.grace`),
    text: changing(options.secret, `${where}.secret`, refreshText),
    clock,
    tell: (name, fields) => emit({ name, at: clock.now(), ...fields }),
  };
}

/** A copy that is used within the grace goes unnoticed, so the grace stays short. */
const MAX_GRACE_SECONDS = 60;

function readGrace(grace: Duration, where: string): number {
  if (grace === 0) return 0;
  const value = seconds(grace, where);
  if (value > MAX_GRACE_SECONDS) throw invalidOption(where, `Give ${MAX_GRACE_SECONDS} seconds at most.`);
  return value * 1000;
}
