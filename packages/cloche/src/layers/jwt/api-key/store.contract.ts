/** What every `ApiKeyStore` must do, as a suite for any test runner that has `describe` and `it`. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import type { TestRunner } from "../test-runner.contract.js";
import type { ApiKeyRecord, ApiKeyStore } from "./store.js";

const NOW = 1_780_272_000_000;

const RECORD: ApiKeyRecord = {
  keyId: "k1",
  hash: "h1",
  owner: "partner-7",
  label: "Nightly export",
  roles: ["exporter"],
  scopes: ["orders:read", "menu:read"],
  claims: { tenant: "t1", level: 3, test: true },
  createdAt: NOW,
  expiresAt: NOW + 1000,
  revokedAt: undefined,
  lastUsedAt: undefined,
  successorId: undefined,
};

const NEXT: ApiKeyRecord = { ...RECORD, keyId: "k2", hash: "h2", expiresAt: undefined, label: undefined };
const succession = { keyId: "k1", endsAt: NOW + 100, successor: NEXT, now: NOW };

const CHECKS: Readonly<Record<string, (store: ApiKeyStore) => Promise<void>>> = {
  "gives back what was put in, and nothing for another id": async (store) => {
    await store.create(RECORD);
    const odd = { ...NEXT, owner: "o'Brien; -- $1", roles: [], scopes: ["a,b", '"'], claims: {} };
    await store.create(odd);
    deepEqual({ ...(await store.find("k1")) }, RECORD);
    deepEqual({ ...(await store.find("k2")) }, odd);
    equal(await store.find("k3"), undefined);
  },
  "refuses an id that is taken": async (store) => {
    await store.create(RECORD);
    await rejects(async () => store.create({ ...RECORD, owner: "other" }));
    equal((await store.find("k1"))?.owner, "partner-7");
  },
  "lets a successor take over, and the old key end sooner but never later": async (store) => {
    await store.create(RECORD);
    equal(await store.succeed(succession), true);
    deepEqual({ ...(await store.find("k1")) }, { ...RECORD, expiresAt: NOW + 100, successorId: "k2" });
    deepEqual({ ...(await store.find("k2")) }, NEXT);
    const short = { ...RECORD, keyId: "k3", expiresAt: NOW + 50 };
    await store.create(short);
    equal(await store.succeed({ ...succession, keyId: "k3", successor: { ...NEXT, keyId: "k4" } }), true);
    equal((await store.find("k3"))?.expiresAt, NOW + 50);
  },
  "ends a key that would live for good": async (store) => {
    await store.create({ ...RECORD, expiresAt: undefined });
    equal(await store.succeed(succession), true);
    equal((await store.find("k1"))?.expiresAt, NOW + 100);
  },
  "adds no successor to a key that is unknown, revoked, expired or was rotated": async (store) => {
    equal(await store.succeed(succession), false);
    await store.create(RECORD);
    equal(await store.succeed({ ...succession, now: NOW + 1000 }), false);
    equal(await store.revoke("k1", NOW), true);
    equal(await store.succeed(succession), false);
    equal(await store.find("k2"), undefined);
  },
  "lets exactly one of many concurrent rotations win": async (store) => {
    await store.create(RECORD);
    const all = Array.from({ length: 50 }, async (_, index) =>
      store.succeed({ ...succession, successor: { ...NEXT, keyId: `n${index}` } }),
    );
    equal((await Promise.all(all)).filter(Boolean).length, 1);
    equal((await store.ofOwner("partner-7")).length, 2);
  },
  "ends a key once": async (store) => {
    await store.create(RECORD);
    equal(await store.revoke("k1", NOW + 1), true);
    equal(await store.revoke("k1", NOW + 2), false);
    equal(await store.revoke("k9", NOW + 2), false);
    equal((await store.find("k1"))?.revokedAt, NOW + 1);
  },
  "notes the latest use": async (store) => {
    await store.create(RECORD);
    await store.touch("k1", NOW + 5);
    await store.touch("k1", NOW + 3);
    await store.touch("k9", NOW + 3);
    equal((await store.find("k1"))?.lastUsedAt, NOW + 5);
    equal(await store.find("k9"), undefined);
  },
  "lists the keys of one owner, oldest first": async (store) => {
    await store.create({ ...RECORD, createdAt: 2 });
    await store.create({ ...NEXT, createdAt: 1 });
    await store.create({ ...NEXT, keyId: "k3", owner: "other" });
    deepEqual(
      (await store.ofOwner("partner-7")).map(({ keyId }) => keyId),
      ["k2", "k1"],
    );
    deepEqual([...(await store.ofOwner("nobody"))], []);
  },
};

/**
 * Declares the suite. `make` gives an empty store for each check.
 *
 * @example
 * describeApiKeyStore("mine", { describe, it }, () => myApiKeyStore());
 */
export function describeApiKeyStore(
  name: string,
  { describe, it }: TestRunner,
  make: () => ApiKeyStore | Promise<ApiKeyStore>,
): void {
  describe(`The store of API keys "${name}"`, () => {
    for (const [title, check] of Object.entries(CHECKS)) {
      it(title, async () => check(await make()));
    }
  });
}
