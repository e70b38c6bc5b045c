/** A ring of keys that follows a secret as it rotates: what the pantry exchanges is honoured at the door. */
import { onlyKnown, type Secret } from "../../kernel/index.js";
import { type AlgorithmName, algorithmName, isSymmetric } from "./algorithms.js";
import { invalidOption } from "./config-faults.js";
import { type KeyRing, keyRing, type RingKeys } from "./key-ring.js";
import type { SigningKey } from "./keys.js";
import { privateKey } from "./private-key.js";
import { secretKey } from "./secret-key.js";

/** Versions of a key, the newest that may sign first. */
export type KeyVersions = readonly [KeyVersion, ...KeyVersion[]];
interface KeyVersion {
  readonly secret: Secret;
}

/** A secret that changes while the process runs; a rotating one of `cloche/secrets` is such a source. */
export interface KeyVersionSource {
  all(): KeyVersions;
  /** Calls `listener` with each new list; a listener that throws is told of there and hears the list again. */
  onChange(listener: (versions: KeyVersions) => void): () => void;
}

/** What a rotating ring is made of. */
export interface RotatingKeyRingOptions {
  /** The one algorithm of every version. */
  readonly algorithm: AlgorithmName;
  /** Shared secrets for HMAC; private keys in PEM form for every other algorithm. */
  readonly from: KeyVersionSource;
}

/**
 * A ring whose newest key is the source's current version, and that verifies with every version still accepted. A version
 * that cannot be used leaves the ring as it was, and the source hears why.
 *
 * @throws ConfigError `key_unusable`, `secret_weak` or `option_invalid`
 * @example
 * const { values, watch } = await configuration({ settings, sources, production: true }).loadAsync();
 * const keys = rotatingKeyRing({ algorithm: "EdDSA", from: values.JWT_PRIVATE_KEY });
 * watch({ every: "10 minutes" });
 */
export function rotatingKeyRing(options: RotatingKeyRingOptions): KeyRing {
  const where = "rotatingKeyRing";
  onlyKnown(options, ["algorithm", "from"], where);
  const algorithm = algorithmName(options.algorithm, `${where}.algorithm`);
  const { from } = options;
  if (typeof from?.all !== "function" || typeof from.onChange !== "function") {
    throw invalidOption(`${where}.from`, "Give a setting declared with rotating(secret(...)).");
  }
  const keysOf = ([newest, ...older]: KeyVersions): RingKeys => [
    signingKey(algorithm, newest),
    ...older.map((version) => signingKey(algorithm, version)),
  ];
  const ring = keyRing(keysOf(from.all()));
  from.onChange((versions) => ring.replace(keysOf(versions)));
  return ring;
}

/** Every key goes by its own thumbprint, so that two processes name one key alike whatever they call its version. */
function signingKey(algorithm: AlgorithmName, { secret }: KeyVersion): SigningKey {
  return isSymmetric(algorithm) ? secretKey({ algorithm, secret }) : privateKey({ algorithm, pem: secret });
}
