/** Reads how API keys are made and carried, once, at start. */
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
import { type ApiKeyTexts, apiKeyTexts } from "./key-text.js";
import type { ApiKeyStore } from "./store.js";

/** How API keys are made and carried. */
export interface ApiKeysOptions {
  /** What every key begins with, such as `shop` or `shop_live`; it tells people and secret scanners whose key it is. */
  readonly prefix: string;
  readonly store: ApiKeyStore;
  /** Where callers put it: `authorization` for `Authorization: ApiKey ...`, or `x-api-key`. The first by default. */
  readonly header?: "authorization" | "x-api-key";
  /**
   * How long a key that was read is relied on: the longest it lives on in this process after another process revoked
   * it. 0 by default, which asks the store at each use; 60 seconds at most. While the store cannot be asked, keys that
   * are not relied on are refused (503).
   */
  readonly maxStale?: Duration;
  /** How coarsely the last use is noted: 5 minutes by default. */
  readonly usedEvery?: Duration;
  /** The protection space named in challenges; `api` by default. */
  readonly realm?: string;
  /** The name of the source; `api-key` by default. */
  readonly name?: string;
  /** How long a check waits for the store: 250 by default. */
  readonly timeoutMilliseconds?: number;
  readonly clock?: Clock;
  readonly emit?: Emit;
}

/** The same, ready to be applied; durations in milliseconds. */
export interface ApiKeySettings {
  readonly texts: ApiKeyTexts;
  readonly store: ApiKeyStore;
  readonly header: "authorization" | "x-api-key";
  readonly maxStale: number;
  readonly usedEvery: number;
  readonly realm: string;
  readonly name: string;
  readonly watch: StoreWatch;
  readonly clock: Clock;
  readonly emit: Emit;
}

const KNOWN = [
  "prefix",
  "store",
  "header",
  "maxStale",
  "usedEvery",
  "realm",
  "name",
  "timeoutMilliseconds",
  "clock",
  "emit",
];
const MAX_STALE_SECONDS = 60;

/**
 * Reads the options of `apiKeys`.
 *
 * @throws ConfigError where one is wrong.
 */
export function apiKeySettings(options: ApiKeysOptions): ApiKeySettings {
  const where = "apiKeys";
  onlyKnown(options, KNOWN, where);
  const { store, clock = systemClock, emit = unheard, timeoutMilliseconds = 250 } = options;
  if (typeof store?.succeed !== "function") throw invalidOption(`${where}.store`, "Give an ApiKeyStore.");
  const stale =
    options.maxStale === undefined || options.maxStale === 0 ? 0 : seconds(options.maxStale, `${where}.maxStale`);
  if (stale > MAX_STALE_SECONDS) throw invalidOption(`${where}.maxStale`, `Give ${MAX_STALE_SECONDS} seconds at most.`);
  return {
    texts: apiKeyTexts(options.prefix, `${where}.prefix`),
    store,
    header: oneOf(options.header ?? "authorization", ["authorization", "x-api-key"], `${where}.header`),
    maxStale: stale * 1000,
    usedEvery: seconds(options.usedEvery ?? "5 minutes", `${where}.usedEvery`) * 1000,
    realm: options.realm ?? "api",
    name: nonEmptyText(options.name ?? "api-key", `${where}.name`),
    watch: storeWatch({
      clock,
      emit,
      subject: "api-keys",
      timeoutMilliseconds: wholeNumber(timeoutMilliseconds, `${where}.timeoutMilliseconds`, { min: 1, max: 10_000 }),
    }),
    clock,
    emit,
  };
}
