/** API keys, from the moment they are made until they are revoked: for programs, which cannot sign in. */
import { type CallerSource, type Duration, nonEmptyText, onlyKnown, seconds } from "../../../kernel/index.js";
import { invalidOption } from "../config-faults.js";
import { type KeyReader, keyReader } from "./read-keys.js";
import { type ApiKeySettings, type ApiKeysOptions, apiKeySettings } from "./settings.js";
import { apiKeySource } from "./source.js";
import type { ApiKeyClaims, ApiKeyRecord } from "./store.js";

/** Whom a key is for and what it may do. */
export interface ApiKeyRequest {
  /** Who calls with it; it becomes `Caller.id`. */
  readonly owner: string;
  /** What people know it by. */
  readonly label?: string;
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  /** Further claims, such as a tenant. */
  readonly claims?: ApiKeyClaims;
  /** How long it lives; for good where nothing is said. */
  readonly lifetime?: Duration;
}

/** A key that was made. This is the only time its text can be seen. */
export interface IssuedApiKey {
  readonly key: string;
  readonly keyId: string;
  readonly expiresAt: number | undefined;
}

/** One key, as a list shows it. */
export type ApiKeyEntry = Omit<ApiKeyRecord, "hash">;

/** API keys. */
export interface ApiKeys {
  /** Tells callers by their keys; for the gate. */
  readonly source: CallerSource;
  create(request: ApiKeyRequest): Promise<IssuedApiKey>;
  /**
   * Makes a key that may do the same, and lets the old one end after `overlap` (0 for at once). `undefined` where the
   * key is not alive, was rotated already, or is not `owner`'s.
   */
  rotate(
    keyId: string,
    options: { readonly overlap: Duration; readonly owner?: string },
  ): Promise<IssuedApiKey | undefined>;
  /** Ends a key; answers whether it was alive. Give the caller as `owner` where the id comes from a request. */
  revoke(keyId: string, owner?: string): Promise<boolean>;
  /** Every key of an owner, oldest first. */
  list(owner: string): Promise<readonly ApiKeyEntry[]>;
}

/**
 * API keys of the form `<prefix>_<id>_<secret><checksum>`, kept as digests.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const keys = apiKeys({ prefix: "shop_live", store: postgresApiKeyStore(query) });
 * const { key } = await keys.create({ owner: "partner-7", scopes: ["orders:read"], lifetime: "90 days" });
 * const gate = createGate({ who: [keys.source] });
 */
export function apiKeys(options: ApiKeysOptions): ApiKeys {
  const settings = apiKeySettings(options);
  const reader = keyReader(settings);
  const { store } = settings;
  return Object.freeze({
    source: apiKeySource(settings, reader),
    async create(request: ApiKeyRequest) {
      const { record, key } = newKey(readRequest(request, settings), settings);
      await store.create(record);
      tell(record, "api_key_created", settings);
      return issued(record, key);
    },
    rotate: (keyId: string, { overlap, owner }: { overlap: Duration; owner?: string }) =>
      rotate(
        { keyId, overlap: overlap === 0 ? 0 : seconds(overlap, "ApiKeys.rotate.overlap") * 1000, owner },
        settings,
        reader,
      ),
    async revoke(keyId: string, owner?: string) {
      const record = await store.find(keyId);
      if (record === undefined || (owner !== undefined && record.owner !== owner)) return false;
      const ended = await store.revoke(keyId, settings.clock.now());
      reader.forget(keyId);
      if (ended) tell(record, "api_key_revoked", settings);
      return ended;
    },
    list: async (owner: string) => (await store.ofOwner(owner)).map(toEntry),
  });
}

function toEntry(record: ApiKeyRecord): ApiKeyEntry {
  const { keyId, owner, label, roles, scopes, claims } = record;
  const { createdAt, expiresAt, revokedAt, lastUsedAt, successorId } = record;
  return { keyId, owner, label, roles, scopes, claims, createdAt, expiresAt, revokedAt, lastUsedAt, successorId };
}

type Wanted = Pick<ApiKeyRecord, "owner" | "label" | "roles" | "scopes" | "claims" | "expiresAt">;

function readRequest(request: ApiKeyRequest, { clock }: ApiKeySettings): Wanted {
  const where = "ApiKeys.create";
  onlyKnown(request, ["owner", "label", "roles", "scopes", "claims", "lifetime"], where);
  const { label, roles = [], scopes = [], claims = {}, lifetime } = request;
  if (Object.hasOwn(claims, "key_id")) throw invalidOption(`${where}.claims.key_id`, "The key sets this claim itself.");
  return {
    owner: nonEmptyText(request.owner, `${where}.owner`),
    label,
    roles: roles.map((role) => nonEmptyText(role, `${where}.roles`)),
    scopes: scopes.map((scope) => nonEmptyText(scope, `${where}.scopes`)),
    claims,
    expiresAt: lifetime === undefined ? undefined : clock.now() + seconds(lifetime, `${where}.lifetime`) * 1000,
  };
}

function newKey(wanted: Wanted, { texts, clock }: ApiKeySettings): { record: ApiKeyRecord; key: string } {
  const { key, keyId, hash } = texts.make();
  const fresh = { revokedAt: undefined, lastUsedAt: undefined, successorId: undefined };
  return { key, record: { ...wanted, ...fresh, keyId, hash, createdAt: clock.now() } };
}

interface Rotation {
  readonly keyId: string;
  readonly overlap: number;
  readonly owner: string | undefined;
}

async function rotate(
  { keyId, overlap, owner }: Rotation,
  settings: ApiKeySettings,
  reader: KeyReader,
): Promise<IssuedApiKey | undefined> {
  const { store, clock } = settings;
  const old = await store.find(keyId);
  if (old === undefined || (owner !== undefined && old.owner !== owner)) return undefined;
  const now = clock.now();
  // The successor lives as long, from now on, as the old key was made for.
  const expiresAt = old.expiresAt === undefined ? undefined : now + (old.expiresAt - old.createdAt);
  const { owner: same, label, roles, scopes, claims } = old;
  const { record, key } = newKey({ owner: same, label, roles, scopes, claims, expiresAt }, settings);
  const done = await store.succeed({ keyId, endsAt: now + overlap, successor: record, now });
  reader.forget(keyId);
  if (!done) return undefined;
  tell(record, "api_key_rotated", settings);
  return issued(record, key);
}

function issued({ keyId, expiresAt }: ApiKeyRecord, key: string): IssuedApiKey {
  return { key, keyId, expiresAt };
}

function tell({ owner, keyId }: ApiKeyRecord, reason: string, { emit, clock }: ApiKeySettings): void {
  const name = reason === "api_key_revoked" ? "token.revoked" : "token.issued";
  emit({ name, at: clock.now(), reason, callerId: owner, subject: keyId });
}
