/** What every limit store promises about bans and about policies in shadow, as a suite to run over each of them. */
import { describe, expect, it } from "vitest";
import type { LimitStoreUnderTest } from "../../testing/index.js";
import { readLimit } from "./limit.js";
import { ALGORITHMS, type AlgorithmName, type LimitOptions } from "./policy.js";
import type { Ask, Verdict } from "./step.js";

type Make = () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>;

const SECOND = 1000;
const WINDOW = 60;
let keys = 0;

async function begin(make: Make) {
  const under = await make();
  keys += 1;
  const own = `penalty:${process.pid}:${keys}:`;
  const takeAll = async (...asks: Ask[]) =>
    under.store.take(
      asks.map((ask) => ({ ...ask, key: own + ask.key })),
      under.now(),
    );
  const take = async (policy: Ask["policy"], cost = 1) => (await takeAll({ key: "k", policy, cost }))[0] as Verdict;
  const times = async (count: number, policy: Ask["policy"]) => {
    const all: Verdict[] = [];
    for (let i = 0; i < count; i += 1) all.push(await take(policy));
    return all;
  };
  return { ...under, take, takeAll, times, forget: async () => under.store.forget?.(`${own}k`) };
}

function policyWith(algorithm: AlgorithmName, more: Partial<LimitOptions>) {
  return readLimit({ quota: 2, window: WINDOW, by: "address", algorithm, ...more }, "penal");
}

/** Runs the promises over the stores that `make` makes. */
export function describePenalties(name: string, make: Make): void {
  describe.each(ALGORITHMS)(`${name} with %s`, (algorithm) => {
    banPromises(algorithm, make);
    escalationPromises(algorithm, make);
    shadowPromises(algorithm, make);
  });
}

const BANNING = { ban: { after: 3, for: "5 minutes", upTo: "12 minutes" } };

function banPromises(algorithm: AlgorithmName, make: Make): void {
  const policy = policyWith(algorithm, BANNING);

  it("bans after so many refusals, for so long, and requests meanwhile do not make it longer", async () => {
    const { take, times, advance } = await begin(make);
    const verdicts = await times(5, policy);
    expect(verdicts.map(({ banned }) => banned === true)).toEqual([false, false, false, false, true]);
    expect(verdicts[4]).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 300, resetSeconds: 300 });
    await advance(200 * SECOND);
    expect(await take(policy)).toMatchObject({ banned: true, retryAfterSeconds: 100 });
    await times(10, policy);
    expect(await take(policy, 0)).toMatchObject({ banned: true, allowed: false, retryAfterSeconds: 100 });
    await advance(99_999);
    expect(await take(policy)).toMatchObject({ banned: true });
    await advance(1);
    expect(await take(policy)).toMatchObject({ allowed: true, remaining: 1 });
  });

  it("doubles from ban to ban up to the longest, and begins anew after a calm of that length", async () => {
    const { take, times, advance } = await begin(make);
    const bans: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const last = (await times(5, policy)).at(-1) as Verdict;
      bans.push(last.retryAfterSeconds);
      await advance(last.retryAfterSeconds * SECOND);
    }
    expect(bans).toEqual([300, 600, 720, 720]);
    await advance(720 * SECOND);
    expect((await times(5, policy)).at(-1)?.retryAfterSeconds).toBe(300);
    expect((await take(policy)).banned).toBe(true);
  });

  it("forgets refusals that are a window apart", async () => {
    const { take, times, advance } = await begin(make);
    for (let round = 0; round < 4; round += 1) {
      await times(2, policy);
      expect((await times(2, policy)).some(({ banned }) => banned)).toBe(false);
      await advance(2 * WINDOW * SECOND);
    }
    expect((await take(policy)).allowed).toBe(true);
  });
}

function escalationPromises(algorithm: AlgorithmName, make: Make): void {
  const policy = policyWith(algorithm, BANNING);

  it("lifts the ban when the key is forgotten", async () => {
    const { take, times, forget } = await begin(make);
    await times(5, policy);
    await forget();
    expect(await take(policy)).toMatchObject({ allowed: true, remaining: 1 });
    await times(3, policy);
    expect((await take(policy)).retryAfterSeconds).toBe(300);
  });

  it("keeps the other limits of the call from counting while it lasts", async () => {
    const { take, takeAll, times } = await begin(make);
    const wide = policyWith(algorithm, { quota: 100, name: "wide" });
    await times(5, policy);
    const both = await takeAll({ key: "k", policy, cost: 1 }, { key: "wide", policy: wide, cost: 1 });
    expect(both).toMatchObject([{ banned: true }, { allowed: true, remaining: 100 }]);
    expect((await take(policy)).banned).toBe(true);
  });
}

function shadowPromises(algorithm: AlgorithmName, make: Make): void {
  const watching = policyWith(algorithm, { shadow: true, name: "watching" });
  const wide = policyWith(algorithm, { quota: 100, name: "wide" });

  it("in shadow, counts and tells what it would refuse, and refuses nobody", async () => {
    const { times } = await begin(make);
    const verdicts = await times(4, watching);
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true]);
    expect(verdicts.map(({ shadow }) => shadow === true)).toEqual([false, false, true, true]);
    expect(verdicts[3]?.remaining).toBe(0);
  });

  it("in shadow, does not keep the limits beside it from counting", async () => {
    const { takeAll } = await begin(make);
    const both = [
      { key: "k", policy: watching, cost: 1 },
      { key: "wide", policy: wide, cost: 1 },
    ];
    const left: (number | undefined)[] = [];
    for (let i = 0; i < 4; i += 1) left.push((await takeAll(...both))[1]?.remaining);
    expect(left).toEqual([99, 98, 97, 96]);
  });
}
