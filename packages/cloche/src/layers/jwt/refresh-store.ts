/** Where families of refresh tokens are kept; the interface that every store implements. */

/** A token that was rotated away, by its digest. */
export interface RetiredToken {
  readonly hash: string;
  /** When it was exchanged, in milliseconds. */
  readonly at: number;
}

/** One sign-in on one device, and the chain of refresh tokens that followed from it. All times in milliseconds. */
export interface RefreshFamily {
  readonly familyId: string;
  readonly subject: string;
  /** What the user knows the device by. */
  readonly device: string | undefined;
  /** How often the token was rotated. */
  readonly generation: number;
  /** The digest of the one token that is good. Tokens themselves are never stored. */
  readonly currentHash: string;
  /** The tokens before it that may still be answered for the grace, newest first; a few at most. */
  readonly retired: readonly RetiredToken[];
  /** When the current token was made. */
  readonly rotatedAt: number;
  readonly createdAt: number;
  /** When the current token expires if it is not used. */
  readonly idleExpiresAt: number;
  /** When the family ends, however much it is used. */
  readonly absoluteExpiresAt: number;
  readonly revokedAt: number | undefined;
}

/** One rotation: from which token to which. */
export interface RefreshAdvance {
  readonly familyId: string;
  readonly fromHash: string;
  readonly toHash: string;
  /** The new list of retired tokens, `fromHash` at its head. */
  readonly retired: readonly RetiredToken[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly idleExpiresAt: number;
}

/**
 * Keeps families. A store only moves state and decides nothing; any method may reject when the store is away. An
 * implementation is sound when it passes `describeRefreshStore` of `cloche/testing`.
 */
export interface RefreshStore {
  /** Adds a family; rejects where its id is taken. */
  create(family: RefreshFamily): Promise<void>;
  find(familyId: string): Promise<RefreshFamily | undefined>;
  /**
   * Moves the family on, in one atomic step, only where `currentHash` is still `fromHash` and the family is not revoked:
   * `toHash` becomes `currentHash`, `at` becomes `rotatedAt`, `retired` and `idleExpiresAt` are exchanged, and
   * `generation` grows by one. Of any number of concurrent calls with one `fromHash`, exactly one answers `true`.
   */
  advance(step: RefreshAdvance): Promise<boolean>;
  /** Ends a family at `at`; `true` where it had not been ended before. */
  revoke(familyId: string, at: number): Promise<boolean>;
  /** Ends every family of a subject at `at`; answers how many had not been ended before. */
  revokeSubject(subject: string, at: number): Promise<number>;
  /** The families of a subject that are not revoked, oldest first. */
  ofSubject(subject: string): Promise<readonly RefreshFamily[]>;
  /** Forgets the families whose absolute expiry is before `before`; answers how many. */
  prune(before: number): Promise<number>;
}
