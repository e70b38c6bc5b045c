/** An issuer's published JWK Set, fetched over HTTPS and kept for a while. */
import { type Clock, type Duration, onlyKnown, seconds, systemClock, wholeNumber } from "../../kernel/index.js";
import type { AlgorithmName } from "./algorithms.js";
import { fetchJson } from "./fetch-json.js";
import { rsaDefault, usableKeys } from "./key-set.js";
import { keySetUrl } from "./key-set-url.js";
import { type FoundKeys, fittingKeys, type KeySource, type VerificationKey } from "./keys.js";

/** How a published set is fetched and kept. */
export interface RemoteKeySetOptions {
  /** How long the keys are taken as they are before they are fetched again: 10 minutes by default. */
  readonly maxAge?: Duration;
  /** The least time between two fetches, however many unknown key ids arrive: 30 seconds by default. */
  readonly cooldown?: Duration;
  /** How long keys serve on, after `maxAge`, while the address does not answer: 24 hours by default. */
  readonly staleFor?: Duration;
  /** How long one fetch may take, in seconds: 5 by default. */
  readonly timeout?: Duration;
  /** The largest answer that is read: 65 536 bytes by default. */
  readonly maxBytes?: number;
  /** The algorithm of RSA keys that name none themselves; `RS256` by default. */
  readonly algorithm?: AlgorithmName;
  /** Allows plain HTTP to a loopback address, for development. */
  readonly dangerouslyAllowHttp?: boolean;
  readonly clock?: Clock;
}

const KNOWN = ["maxAge", "cooldown", "staleFor", "timeout", "maxBytes", "algorithm", "dangerouslyAllowHttp", "clock"];

/** While there are no keys at all, every caller is refused; so a fetch that failed is tried again sooner. */
const EMPTY_COOLDOWN_MILLISECONDS = 1000;

/**
 * The keys published at `url`. They are fetched when first needed, when `maxAge` is over, and for an unknown key id, but
 * never twice within the cool-down and never twice at once. When a fetch fails, the keys at hand serve on.
 *
 * @throws ConfigError where the address is not HTTPS or an option is wrong.
 * @example
 * const keys = remoteKeySet("https://id.example/.well-known/jwks.json");
 */
export function remoteKeySet(url: string, options: RemoteKeySetOptions = {}): KeySource {
  const settings = readSettings(url, options);
  const state: State = {
    keys: undefined,
    fetchedAt: 0,
    triedAt: Number.NEGATIVE_INFINITY,
    generation: 0,
    fetching: undefined,
  };
  return Object.freeze({
    algorithms: undefined,
    generation: () => (isDue(state, settings) ? undefined : state.generation),
    find: (algorithm: AlgorithmName, keyId: string | undefined) => find(state, settings, { algorithm, keyId }),
  });
}

interface State {
  keys: readonly VerificationKey[] | undefined;
  fetchedAt: number;
  triedAt: number;
  generation: number;
  fetching: Promise<void> | undefined;
}

type Settings = ReturnType<typeof readSettings>;

function readSettings(url: string, options: RemoteKeySetOptions) {
  const where = "remoteKeySet";
  onlyKnown(options, KNOWN, where);
  const milliseconds = (value: Duration, name: string) => seconds(value, `${where}.${name}`) * 1000;
  return {
    url: keySetUrl(url, options.dangerouslyAllowHttp ?? false),
    rsa: rsaDefault(options.algorithm, `${where}.algorithm`),
    maxAge: milliseconds(options.maxAge ?? "10 minutes", "maxAge"),
    cooldown: milliseconds(options.cooldown ?? "30 seconds", "cooldown"),
    staleFor: milliseconds(options.staleFor ?? "24 hours", "staleFor"),
    timeout: milliseconds(options.timeout ?? "5 seconds", "timeout"),
    maxBytes: wholeNumber(options.maxBytes ?? 65_536, `${where}.maxBytes`, { min: 256, max: 1_048_576 }),
    clock: options.clock ?? systemClock,
  };
}

interface Wanted {
  readonly algorithm: AlgorithmName;
  readonly keyId: string | undefined;
}

function find(state: State, settings: Settings, wanted: Wanted): FoundKeys | Promise<FoundKeys> {
  const pick = () => fitting(state, settings, wanted);
  if (isDue(state, settings)) return refresh(state, settings).then(pick);
  const found = pick();
  if (found === undefined || found.length > 0 || !mayFetch(state, settings)) return found;
  return refresh(state, settings).then(pick);
}

function fitting({ keys, fetchedAt }: State, { clock, maxAge, staleFor }: Settings, wanted: Wanted): FoundKeys {
  if (keys === undefined || clock.now() - fetchedAt > maxAge + staleFor) return undefined;
  return fittingKeys(keys, wanted.algorithm, wanted.keyId);
}

/** Whether the keys must be fetched before they are used. A clock that was set back counts as due too. */
function isDue(state: State, settings: Settings): boolean {
  const age = settings.clock.now() - state.fetchedAt;
  const fresh = state.keys !== undefined && age >= 0 && age < settings.maxAge;
  return !fresh && mayFetch(state, settings);
}

/** A fetch under way may be joined; otherwise the cool-down since the last one must be over. */
function mayFetch({ keys, triedAt, fetching }: State, { clock, cooldown }: Settings): boolean {
  if (fetching !== undefined) return true;
  const sinceTried = clock.now() - triedAt;
  return (
    sinceTried < 0 || sinceTried >= (keys === undefined ? Math.min(cooldown, EMPTY_COOLDOWN_MILLISECONDS) : cooldown)
  );
}

function refresh(state: State, settings: Settings): Promise<void> {
  state.fetching ??= fetchKeys(state, settings).finally(() => {
    state.fetching = undefined;
  });
  return state.fetching;
}

async function fetchKeys(state: State, settings: Settings): Promise<void> {
  const now = settings.clock.now();
  state.triedAt = now;
  const keys = usableKeys(await fetchJson(settings.url, settings), settings.rsa);
  if (keys === undefined || keys.length === 0) return;
  if (fingerprint(keys) !== fingerprint(state.keys ?? [])) state.generation += 1;
  state.keys = keys;
  state.fetchedAt = now;
}

function fingerprint(keys: readonly VerificationKey[]): string {
  return keys.map(({ thumbprint, keyId, algorithm }) => JSON.stringify([thumbprint, keyId, algorithm])).join();
}
