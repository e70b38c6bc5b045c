/** Where revocations are kept; the interface that every store implements. */

/** One revocation: tokens that belong to `key` and were issued before `notBefore` are refused. Times in milliseconds. */
export interface RevocationMark {
  /** Whose tokens: a short text without personal data, made by this layer. */
  readonly key: string;
  readonly notBefore: number;
  /** When no token that it concerns can be valid any more. */
  readonly expiresAt: number;
}

/** Nothing, or for each key in order the moment before which its tokens are refused. */
export type CutOffs = readonly (number | undefined)[];

/**
 * Keeps revocations. A store only moves state and decides nothing; any method may throw or reject when the store is
 * away. An implementation is sound when it passes the suite in `store.contract.ts`.
 */
export interface RevocationStore {
  /** The cut-offs of `keys` that have not expired at `now`, in one round trip. */
  read(keys: readonly string[], now: number): CutOffs | Promise<CutOffs>;
  /** Adds a mark. Where the key has one, the later `notBefore` and the later `expiresAt` stay. */
  put(mark: RevocationMark, now: number): void | Promise<void>;
}

/** A store that answers at once and that no other process can write to: what it knows is all there is to know. */
export interface LocalRevocationStore extends RevocationStore {
  read(keys: readonly string[], now: number): CutOffs;
  put(mark: RevocationMark, now: number): void;
  /** A number that changes with every `put`: what was found good stays so until it changes. */
  generation(): number;
}
