/** What every `RefreshStore` must do, as a suite for any test runner that has `describe` and `it`. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import type { RefreshFamily, RefreshStore } from "./refresh-store.js";

/** The two functions of a test runner the suite needs; vitest's, jest's and node:test's fit. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

const FAMILY: RefreshFamily = {
  familyId: "f1",
  subject: "u1",
  device: "Kitchen tablet",
  generation: 0,
  currentHash: "h0",
  previousHash: undefined,
  rotatedAt: 1_780_272_000_000,
  createdAt: 1_780_272_000_000,
  idleExpiresAt: 1_780_272_600_000,
  absoluteExpiresAt: 1_780_282_000_000,
  revokedAt: undefined,
};

const STEP = { familyId: "f1", fromHash: "h0", toHash: "h1", at: 1_780_272_001_000, idleExpiresAt: 1_780_272_601_000 };

type Check = (store: RefreshStore) => Promise<void>;

const CHECKS: Readonly<Record<string, Check>> = {
  "gives back what was put in, and nothing for another id": async (store) => {
    await store.create(FAMILY);
    deepEqual({ ...(await store.find("f1")) }, FAMILY);
    equal(await store.find("f2"), undefined);
  },
  "refuses a family id that is taken": async (store) => {
    await store.create(FAMILY);
    await rejects(store.create({ ...FAMILY, subject: "u2" }));
    equal((await store.find("f1"))?.subject, "u1");
  },
  "keeps a family without a device, and odd characters as they are": async (store) => {
    const odd = { ...FAMILY, device: undefined, subject: "o'Brien; -- \u2603 $1" };
    await store.create(odd);
    deepEqual({ ...(await store.find("f1")) }, odd);
  },
  "moves a family on": async (store) => {
    await store.create(FAMILY);
    equal(await store.advance(STEP), true);
    const { at, idleExpiresAt } = STEP;
    const moved = { generation: 1, currentHash: "h1", previousHash: "h0", rotatedAt: at, idleExpiresAt };
    deepEqual({ ...(await store.find("f1")) }, { ...FAMILY, ...moved });
  },
  "does not move on from a digest that is not current, nor a family that is unknown or ended": async (store) => {
    await store.create(FAMILY);
    equal(await store.advance({ ...STEP, fromHash: "other" }), false);
    equal(await store.advance({ ...STEP, familyId: "f2" }), false);
    equal(await store.revoke("f1", 5), true);
    equal(await store.advance(STEP), false);
    equal((await store.find("f1"))?.currentHash, "h0");
  },
  "lets exactly one of many concurrent callers move on": async (store) => {
    await store.create(FAMILY);
    const callers = Array.from({ length: 50 }, (_, index) => store.advance({ ...STEP, toHash: `n${index}` }));
    equal((await Promise.all(callers)).filter(Boolean).length, 1);
    equal((await store.find("f1"))?.generation, 1);
  },
  "ends a family once": async (store) => {
    await store.create(FAMILY);
    equal(await store.revoke("f1", 7), true);
    equal(await store.revoke("f1", 8), false);
    equal(await store.revoke("f2", 8), false);
    equal((await store.find("f1"))?.revokedAt, 7);
  },
  "lists and ends the families of one subject only": async (store) => {
    await store.create({ ...FAMILY, createdAt: 2 });
    await store.create({ ...FAMILY, familyId: "f2", createdAt: 1 });
    await store.create({ ...FAMILY, familyId: "f3", subject: "u2" });
    deepEqual(
      (await store.ofSubject("u1")).map((family) => family.familyId),
      ["f2", "f1"],
    );
    await store.revoke("f1", 5);
    deepEqual(
      (await store.ofSubject("u1")).map((family) => family.familyId),
      ["f2"],
    );
    equal(await store.revokeSubject("u1", 6), 1);
    equal((await store.find("f1"))?.revokedAt, 5);
    deepEqual(await store.ofSubject("u1"), []);
    equal((await store.ofSubject("u2")).length, 1);
  },
  "forgets families that are over": async (store) => {
    await store.create({ ...FAMILY, absoluteExpiresAt: 10 });
    await store.create({ ...FAMILY, familyId: "f2", absoluteExpiresAt: 20 });
    equal(await store.prune(20), 1);
    equal(await store.find("f1"), undefined);
    equal((await store.find("f2"))?.familyId, "f2");
  },
};

/**
 * Declares the suite. `make` gives an empty store for each check.
 *
 * @example
 * describeRefreshStore("redis", { describe, it }, () => redisRefreshStore(client));
 */
export function describeRefreshStore(
  name: string,
  { describe, it }: TestRunner,
  make: () => RefreshStore | Promise<RefreshStore>,
): void {
  describe(`The refresh store "${name}"`, () => {
    for (const [title, check] of Object.entries(CHECKS)) {
      it(title, async () => check(await make()));
    }
  });
}
