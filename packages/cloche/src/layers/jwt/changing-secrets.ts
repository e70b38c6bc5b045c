/** Secrets this layer makes HMACs with, which may be exchanged while the process runs. */
import type { SecretOr } from "../../kernel/index.js";
import { strongSecrets } from "./strong-secrets.js";

/** One version of a secret, as a list of labelled ones has it. */
export interface SecretVersion {
  readonly secret: SecretOr<string>;
}

/** One secret or several, the newest first: it makes what is new, the others still prove what they made. */
export type SecretVersions = SecretOr<string> | readonly (SecretOr<string> | SecretVersion)[];

/** Secrets that are asked for at each use: a rotating secret of `cloche/secrets` is such a source. */
export interface SecretSource {
  /** Every version that is accepted now, the newest first. Answers from memory, with one list until it changes. */
  all(): readonly SecretVersion[];
}

/** Secrets as they stand, a source of them, or a function that gives them; the latter two need no restart to rotate. */
export type ChangingSecrets = SecretVersions | SecretSource | (() => SecretVersions);

type Made<Value> = { readonly from: SecretVersions; readonly value: Value };

/**
 * What `make` makes of the secrets, made anew only when they are others.
 *
 * @throws ConfigError `secret_weak`, at start and whenever a new version is weak
 */
export function changing<Value>(
  given: ChangingSecrets,
  where: string,
  make: (secrets: readonly [Buffer, ...Buffer[]]) => Value,
): () => Value {
  const read = reader(given);
  const made = (from: SecretVersions): Made<Value> => ({ from, value: make(strongSecrets(plain(from), where)) });
  let last = made(read());
  return () => {
    const now = read();
    if (!isSame(now, last.from)) last = made(now);
    return last.value;
  };
}

function reader(given: ChangingSecrets): () => SecretVersions {
  if (typeof given === "function") return given;
  if (typeof given === "object" && given !== null && "all" in given) return () => given.all();
  return () => given;
}

function plain(versions: SecretVersions): SecretOr<string> | readonly SecretOr<string>[] {
  return isList(versions) ? versions.map(secretOf) : versions;
}

function secretOf(version: SecretOr<string> | SecretVersion): SecretOr<string> {
  return typeof version === "object" && version !== null && "secret" in version ? version.secret : version;
}

/** By identity alone: no secret is compared as a text, and nothing is made anew while nothing has changed. */
function isSame(one: SecretVersions, other: SecretVersions): boolean {
  if (one === other) return true;
  if (!isList(one) || !isList(other) || one.length !== other.length) return false;
  return one.every((version, index) => secretOf(version) === secretOf(other[index] as SecretVersion));
}

function isList(versions: SecretVersions): versions is readonly (SecretOr<string> | SecretVersion)[] {
  return Array.isArray(versions);
}
