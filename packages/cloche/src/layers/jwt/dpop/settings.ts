/** Reads what is asked of DPoP proofs, once, at start. */
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
import { type AlgorithmName, algorithmName, isSymmetric } from "../algorithms.js";
import { invalidOption } from "../config-faults.js";
import { type StoreWatch, storeWatch } from "../store-watch.js";
import { memoryProofStore } from "./memory-proof-store.js";
import type { DpopNonces } from "./nonces.js";
import { type ProofKeys, proofKeys } from "./proof-key.js";
import type { ProofStore } from "./proof-store.js";
import { type TargetMatch, targetMatch } from "./target.js";

/** What is asked of proofs. */
export interface DpopProofsOptions {
  /** The address clients call, up to where the request's own path begins, such as `https://api.example.com`. */
  readonly publicBaseUrl: string;
  /** Where used proofs are remembered; share it between processes. */
  readonly store: ProofStore;
  /**
   * While the store cannot be asked: `deny` refuses every proof (503); `local` lets each pass once per process; `allow`
   * lets all pass, so that a proof may be replayed until it is too old.
   */
  readonly whenAway: "deny" | "allow" | "local";
  /** The signature algorithms proofs may use; ES256, ES384, EdDSA and Ed25519 by default. */
  readonly algorithms?: readonly AlgorithmName[];
  /** How old a proof may be: 1 minute by default, 10 minutes at most. */
  readonly maxAge?: Duration;
  /** How far a client's clock may be ahead, in seconds: 5 by default. */
  readonly clockSkew?: number;
  /** Asks every proof for a nonce of the server. */
  readonly nonces?: DpopNonces;
  /** The longest proof that is read, in bytes: 4096 by default. */
  readonly maxProofBytes?: number;
  /** How long a check waits for the store: 250 by default. */
  readonly timeoutMilliseconds?: number;
  readonly clock?: Clock;
  readonly emit?: Emit;
}

/** The same, ready to be applied; times in seconds. */
export interface DpopSettings {
  readonly matches: TargetMatch;
  readonly algorithms: readonly AlgorithmName[];
  readonly keys: ProofKeys;
  readonly maxAge: number;
  readonly skew: number;
  readonly nonces: DpopNonces | undefined;
  readonly maxBytes: number;
  readonly store: ProofStore;
  /** Decides while the store is away; `undefined` refuses. */
  readonly fallback: ProofStore | undefined;
  readonly watch: StoreWatch;
  readonly clock: Clock;
}

const KNOWN = [
  "publicBaseUrl",
  "store",
  "whenAway",
  "algorithms",
  "maxAge",
  "clockSkew",
  "nonces",
  "maxProofBytes",
  "timeoutMilliseconds",
  "clock",
  "emit",
];
const DEFAULT_ALGORITHMS: readonly AlgorithmName[] = ["ES256", "ES384", "EdDSA", "Ed25519"];
const MAX_AGE_SECONDS = 600;

/**
 * Reads the options of `dpopProofs`.
 *
 * @throws ConfigError where one is wrong.
 */
export function dpopSettings(options: DpopProofsOptions): DpopSettings {
  const where = "dpopProofs";
  onlyKnown(options, KNOWN, where);
  const { store, nonces, clock = systemClock, emit = unheard, timeoutMilliseconds = 250 } = options;
  if (typeof store?.claim !== "function") throw invalidOption(`${where}.store`, "Give a ProofStore.");
  if (nonces !== undefined && typeof nonces.accepts !== "function") {
    throw invalidOption(`${where}.nonces`, "Give dpopNonces().");
  }
  const algorithms = readAlgorithms(options.algorithms ?? DEFAULT_ALGORITHMS, `${where}.algorithms`);
  const whenAway = oneOf(options.whenAway, ["deny", "allow", "local"], `${where}.whenAway`);
  return {
    matches: targetMatch(nonEmptyText(options.publicBaseUrl, `${where}.publicBaseUrl`), `${where}.publicBaseUrl`),
    algorithms,
    keys: proofKeys(new Set(algorithms)),
    maxAge: readMaxAge(options.maxAge ?? "1 minute", `${where}.maxAge`),
    skew: wholeNumber(options.clockSkew ?? 5, `${where}.clockSkew`, { min: 0, max: 120 }),
    nonces,
    maxBytes: wholeNumber(options.maxProofBytes ?? 4096, `${where}.maxProofBytes`, { min: 512, max: 16_384 }),
    store,
    fallback: { deny: undefined, allow: { claim: () => "claimed" }, local: memoryProofStore({ clock }) }[whenAway],
    watch: storeWatch({
      clock,
      emit,
      subject: "dpop",
      timeoutMilliseconds: wholeNumber(timeoutMilliseconds, `${where}.timeoutMilliseconds`, { min: 1, max: 10_000 }),
    }),
    clock,
  };
}

function readAlgorithms(value: readonly AlgorithmName[], where: string): readonly AlgorithmName[] {
  if (!Array.isArray(value) || value.length === 0)
    throw invalidOption(where, 'List the algorithms, such as ["ES256"].');
  const names = value.map((name: unknown) => algorithmName(name, where));
  if (names.some(isSymmetric)) throw invalidOption(where, "A proof is signed with a key pair; leave HMAC out.");
  return Object.freeze(names);
}

function readMaxAge(value: Duration, where: string): number {
  const maxAge = seconds(value, where);
  if (maxAge > MAX_AGE_SECONDS) throw invalidOption(where, `Give ${MAX_AGE_SECONDS} seconds at most.`);
  return maxAge;
}
