/** Where API keys are kept, as digests; the interface that every store implements. */

/** A claim of a key: what `Caller.claims` has beside the fields of its own, such as a tenant. */
export type ApiKeyClaims = Readonly<Record<string, string | number | boolean>>;

/** One key, without its secret. All times in milliseconds since the epoch. */
export interface ApiKeyRecord {
  readonly keyId: string;
  /** The digest of the secret. The secret itself is never stored. */
  readonly hash: string;
  /** Who calls with it; it becomes `Caller.id`. */
  readonly owner: string;
  /** What people know it by. */
  readonly label: string | undefined;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: ApiKeyClaims;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  /** The key that took its place, once it was rotated. */
  readonly successorId: string | undefined;
}

/** One rotation. */
export interface ApiKeySuccession {
  readonly keyId: string;
  /** When the old key ends. */
  readonly endsAt: number;
  readonly successor: ApiKeyRecord;
  readonly now: number;
}

/**
 * Keeps keys. A store only moves state and decides nothing; any method may throw or reject when the store is away. An
 * implementation is sound when it passes the suite in `store.contract.ts`.
 */
export interface ApiKeyStore {
  /** Adds a key; rejects where its id is taken. */
  create(record: ApiKeyRecord): void | Promise<void>;
  find(keyId: string): ApiKeyRecord | undefined | Promise<ApiKeyRecord | undefined>;
  /**
   * In one atomic step, adds the successor and lets the old key end at `endsAt` or sooner, only where the old key is
   * neither revoked nor expired at `now` and has no successor. Of any number of concurrent calls exactly one answers
   * `true`.
   */
  succeed(succession: ApiKeySuccession): boolean | Promise<boolean>;
  /** Ends a key at `at`; `true` where it had not been ended before. */
  revoke(keyId: string, at: number): boolean | Promise<boolean>;
  /** Notes that the key was used at `at`, unless a later use is noted. */
  touch(keyId: string, at: number): void | Promise<void>;
  /** Every key of an owner, oldest first. */
  ofOwner(owner: string): readonly ApiKeyRecord[] | Promise<readonly ApiKeyRecord[]>;
}
