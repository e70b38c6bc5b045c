/** What every `ReplayStore` promises, as a suite. */
import { deepEqual, equal } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { ReplayStore } from "../layers/webhooks/index.js";
import { type Checks, declareChecks, type TestRunner } from "./runner.js";

/** A store whose data other processes may share, and its time. */
export interface ReplayStoreUnderTest {
  /**
   * Opens the store with a lease of so many seconds: where processes share the data, another store object over the same
   * data at each call, as another process would; otherwise always the same one for a lease.
   */
  readonly open: (leaseSeconds: number) => ReplayStore;
  /** Lets the store's time pass. */
  readonly wait: (milliseconds: number) => void | Promise<void>;
}

/** Which store it is. */
export interface ReplaySuiteOptions {
  /** Its name in the report. */
  readonly name: string;
  /** Whether processes share the data; then claims of one store object are checked against another. */
  readonly shared: boolean;
}

/**
 * Declares the suite over a replay store. Keys are fresh in every check, so that one store may serve them all.
 *
 * @param runner `describe` and `it` of a test runner.
 * @param make Gives the store, for each check.
 * @example
 * describeReplayStore({ name: "redis", shared: true }, { describe, it }, () => ({
 *   open: (leaseSeconds) => redisReplayStore(client, { leaseSeconds }),
 *   wait: (milliseconds) => sleep(milliseconds),
 * }));
 */
export function describeReplayStore(
  { name, shared }: ReplaySuiteOptions,
  runner: TestRunner,
  make: () => ReplayStoreUnderTest | Promise<ReplayStoreUnderTest>,
): void {
  runner.describe(`${name} as a replay store`, () => {
    declareChecks(runner, CHECKS, make);
    if (shared) declareChecks(runner, SHARED_CHECKS, make);
  });
}

const LONG = 60;
/** Stores with a clock of their own are waited for, so that this is as short as a lease can be. */
const SHORT = 1;
const PAST_SHORT_MILLISECONDS = 1100;

function freshKey(): string {
  return `contract:${randomUUID()}`;
}

const CHECKS: Checks<ReplayStoreUnderTest> = {
  "lets exactly one of many claims win": async ({ open }) => {
    const key = freshKey();
    const outcomes = await Promise.all(Array.from({ length: 50 }, async () => open(LONG).claim(key, LONG)));
    equal(outcomes.filter((outcome) => outcome === "claimed").length, 1);
    equal(outcomes.filter((outcome) => outcome === "running").length, 49);
  },
  "tells a settled key as done, and never undoes it": async ({ open }) => {
    const key = freshKey();
    const store = open(LONG);
    await store.claim(key, LONG);
    await store.done(key);
    await store.release(key);
    equal(await store.claim(key, LONG), "done");
    equal(await open(LONG).claim(key, LONG), "done");
  },
  "gives a released key to the next attempt": async ({ open }) => {
    const key = freshKey();
    const store = open(LONG);
    await store.claim(key, LONG);
    await store.release(key);
    equal(await store.claim(key, LONG), "claimed");
  },
  "keeps keys apart, whatever stands in them": async ({ open }) => {
    const store = open(LONG);
    const [first, second, odd] = [freshKey(), freshKey(), `${freshKey()}:o'Brien; -- \u2603 $1 *`];
    const outcomes = [await store.claim(first, LONG), await store.claim(second, LONG), await store.claim(odd, LONG)];
    deepEqual(outcomes, ["claimed", "claimed", "claimed"]);
    equal(await store.claim(odd, LONG), "running");
  },
  "does nothing for keys it does not know": async ({ open }) => {
    const key = freshKey();
    const store = open(LONG);
    await store.done(key);
    await store.release(key);
    equal(await store.claim(key, LONG), "claimed");
  },
  "forgets a settled key when its time is over": async ({ open, wait }) => {
    const key = freshKey();
    const store = open(LONG);
    await store.claim(key, SHORT);
    await store.done(key);
    equal(await store.claim(key, SHORT), "done");
    await wait(PAST_SHORT_MILLISECONDS);
    equal(await store.claim(key, SHORT), "claimed");
  },
  "gives up a claim that nobody settled, after the lease and not before": async ({ open, wait }) => {
    const key = freshKey();
    const store = open(SHORT);
    await store.claim(key, LONG);
    equal(await store.claim(key, LONG), "running");
    await wait(PAST_SHORT_MILLISECONDS);
    equal(await store.claim(key, LONG), "claimed");
    equal(await store.claim(key, LONG), "running");
  },
};

const SHARED_CHECKS: Checks<ReplayStoreUnderTest> = {
  "does not let a store release what another one claimed": async ({ open }) => {
    const key = freshKey();
    await open(LONG).claim(key, LONG);
    const other = open(LONG);
    await other.release(key);
    equal(await other.claim(key, LONG), "running");
  },
};
