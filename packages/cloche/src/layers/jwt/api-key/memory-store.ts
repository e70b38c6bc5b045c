/** API keys in the memory of one process: for tests and for trying out. */
import type { ApiKeyRecord, ApiKeyStore, ApiKeySuccession } from "./store.js";

/**
 * A store that forgets everything when the process ends, and that no other process shares.
 *
 * @example
 * const keys = apiKeys({ prefix: "shop", store: memoryApiKeyStore() });
 */
export function memoryApiKeyStore(): ApiKeyStore {
  const records = new Map<string, ApiKeyRecord>();
  const change = (keyId: string, fields: Partial<ApiKeyRecord>) => {
    const record = records.get(keyId);
    if (record !== undefined) records.set(keyId, Object.freeze({ ...record, ...fields }));
  };
  const create = (record: ApiKeyRecord) => {
    if (records.has(record.keyId)) throw new Error("The key id is taken.");
    records.set(record.keyId, Object.freeze({ ...record }));
  };
  return {
    create: async (record) => create(record),
    find: (keyId) => records.get(keyId),
    succeed({ keyId, endsAt, successor, now }: ApiKeySuccession) {
      const old = records.get(keyId);
      if (old === undefined || !isAlive(old, now) || old.successorId !== undefined) return false;
      create(successor);
      change(keyId, { expiresAt: Math.min(endsAt, old.expiresAt ?? endsAt), successorId: successor.keyId });
      return true;
    },
    revoke(keyId, at) {
      if (records.get(keyId)?.revokedAt !== undefined || !records.has(keyId)) return false;
      change(keyId, { revokedAt: at });
      return true;
    },
    touch: (keyId, at) => change(keyId, { lastUsedAt: Math.max(at, records.get(keyId)?.lastUsedAt ?? at) }),
    ofOwner: (owner) =>
      [...records.values()].filter((record) => record.owner === owner).sort((a, b) => a.createdAt - b.createdAt),
  };
}

function isAlive({ revokedAt, expiresAt }: ApiKeyRecord, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
}
