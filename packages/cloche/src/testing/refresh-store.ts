/** What every `RefreshStore` promises, as a suite. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import type { RefreshFamily, RefreshStore } from "../layers/jwt/index.js";
import { type Checks, declareChecks, type TestRunner } from "./runner.js";

const FAMILY: RefreshFamily = {
  familyId: "f1",
  subject: "u1",
  device: "Kitchen tablet",
  generation: 0,
  currentHash: "h0",
  retired: [],
  rotatedAt: 1_780_272_000_000,
  createdAt: 1_780_272_000_000,
  idleExpiresAt: 1_780_272_600_000,
  absoluteExpiresAt: 1_780_282_000_000,
  revokedAt: undefined,
};

const STEP = {
  familyId: "f1",
  fromHash: "h0",
  toHash: "h1",
  retired: [
    { hash: "h0", at: 1_780_272_001_000 },
    { hash: "h-1", at: 1_780_272_000_500 },
  ],
  at: 1_780_272_001_000,
  idleExpiresAt: 1_780_272_601_000,
};

const CHECKS: Checks<RefreshStore> = {
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
    const { at, retired, idleExpiresAt } = STEP;
    const moved = { generation: 1, currentHash: "h1", retired, rotatedAt: at, idleExpiresAt };
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
 * Declares the suite over a store of refresh tokens.
 *
 * @param name The store's name in the report.
 * @param runner `describe` and `it` of a test runner.
 * @param make Gives an empty store for each check.
 * @example
 * describeRefreshStore("redis", { describe, it }, () => redisRefreshStore(client));
 */
export function describeRefreshStore(
  name: string,
  runner: TestRunner,
  make: () => RefreshStore | Promise<RefreshStore>,
): void {
  runner.describe(`${name} as a refresh store`, () => declareChecks(runner, CHECKS, make));
}
