/** What every `RevocationStore` must do, as a suite for any test runner that has `describe` and `it`. */
import { deepEqual } from "node:assert/strict";
import type { TestRunner } from "../test-runner.contract.js";
import type { RevocationStore } from "./store.js";

const NOW = 1_780_272_000_000;
const LATER = NOW + 3_600_000;

const CHECKS: Readonly<Record<string, (store: RevocationStore) => Promise<void>>> = {
  "knows nothing of what was not put in": async (store) => {
    deepEqual([...(await store.read(["a", "b"], NOW))], [undefined, undefined]);
    deepEqual([...(await store.read([], NOW))], []);
  },
  "answers for each key in order, odd ones as they are": async (store) => {
    const odd = "subject:o'Brien; -- $1 {x}";
    await store.put({ key: odd, notBefore: 5, expiresAt: LATER }, NOW);
    await store.put({ key: "b", notBefore: 8_640_000_000_000_000, expiresAt: LATER }, NOW);
    deepEqual(
      [...(await store.read(["b", "a", odd, "b"], NOW))],
      [8_640_000_000_000_000, undefined, 5, 8_640_000_000_000_000],
    );
  },
  "keeps the later cut-off, whichever comes last": async (store) => {
    await store.put({ key: "a", notBefore: 10, expiresAt: LATER }, NOW);
    await store.put({ key: "a", notBefore: 20, expiresAt: LATER }, NOW);
    await store.put({ key: "a", notBefore: 15, expiresAt: LATER }, NOW);
    deepEqual([...(await store.read(["a"], NOW))], [20]);
  },
  "keeps the later end": async (store) => {
    await store.put({ key: "a", notBefore: 10, expiresAt: LATER }, NOW);
    await store.put({ key: "a", notBefore: 10, expiresAt: NOW + 1 }, NOW);
    await new Promise((resolve) => setTimeout(resolve, 20));
    deepEqual([...(await store.read(["a"], NOW + 20))], [10]);
  },
  "forgets what is over": async (store) => {
    await store.put({ key: "a", notBefore: 10, expiresAt: NOW + 30 }, NOW);
    await new Promise((resolve) => setTimeout(resolve, 60));
    deepEqual([...(await store.read(["a"], NOW + 60))], [undefined]);
  },
  "loses none of many that are put at once": async (store) => {
    const puts = Array.from({ length: 50 }, async (_, index) =>
      store.put({ key: "a", notBefore: index, expiresAt: LATER }, NOW),
    );
    await Promise.all(puts);
    deepEqual([...(await store.read(["a"], NOW))], [49]);
  },
};

/**
 * Declares the suite. `make` gives an empty store for each check.
 *
 * @example
 * describeRevocationStore("redis", { describe, it }, () => redisRevocationStore(client));
 */
export function describeRevocationStore(
  name: string,
  { describe, it }: TestRunner,
  make: () => RevocationStore | Promise<RevocationStore>,
): void {
  describe(`The revocation store "${name}"`, () => {
    for (const [title, check] of Object.entries(CHECKS)) {
      it(title, async () => check(await make()));
    }
  });
}
