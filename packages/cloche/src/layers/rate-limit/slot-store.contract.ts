/** What every store promises about concurrency limits, as a suite to run over each of them. */
import { describe, expect, it } from "vitest";
import type { LimitStoreUnderTest } from "../../testing/index.js";
import { type ConcurrencyPolicy, concurrency } from "./concurrency.js";
import type { Slots } from "./slots.js";

type Make = () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>;

const LEASE = 30;
const three = concurrency("3 at once by caller", { lease: LEASE });
let keys = 0;

async function begin(make: Make) {
  const under = await make();
  keys += 1;
  const own = `slots:${process.pid}:${keys}:`;
  const acquireAll = async (...asks: (readonly [string, ConcurrencyPolicy])[]): Promise<Slots> => {
    if (under.store.acquire === undefined) throw new Error("The store holds no slots.");
    return under.store.acquire(
      asks.map(([key, policy]) => ({ key: own + key, policy })),
      under.now(),
    );
  };
  const acquire = async (key = "k", policy = three) => acquireAll([key, policy]);
  return { ...under, acquire, acquireAll };
}

const allowed = ({ verdicts }: Slots): boolean => verdicts.every((verdict) => verdict.allowed);

/** Runs the promises over the stores that `make` makes. */
export function describeSlotStore(name: string, make: Make): void {
  describe(`${name} as a store of slots`, () => {
    holdingPromises(make);
    leasePromises(make);
    togetherPromises(make);
  });
}

function holdingPromises(make: Make): void {
  it("gives as many slots as there are, and the next when one is given back", async () => {
    const { acquire } = await begin(make);
    const held = [await acquire(), await acquire(), await acquire()];
    expect(held.map(({ verdicts }) => verdicts[0]?.remaining)).toEqual([2, 1, 0]);
    const refused = await acquire();
    expect(refused.verdicts).toEqual([{ policy: three, allowed: false, remaining: 0, retryAfterSeconds: 1 }]);
    await held[0]?.release();
    expect(allowed(await acquire())).toBe(true);
    expect(allowed(await acquire())).toBe(false);
  });

  it("gives no more than there are where requests come at the same moment", async () => {
    const { acquire } = await begin(make);
    const all = await Promise.all(Array.from({ length: 30 }, async () => acquire()));
    expect(all.filter(allowed)).toHaveLength(3);
  });

  it("frees one slot once, however often it is given back", async () => {
    const { acquire } = await begin(make);
    const [first] = [await acquire(), await acquire(), await acquire()];
    await Promise.all([first.release(), first.release(), first.release()]);
    expect(allowed(await acquire())).toBe(true);
    expect(allowed(await acquire())).toBe(false);
  });

  it("takes nothing for who was refused, and nothing back from who was not", async () => {
    const { acquire } = await begin(make);
    const held = [await acquire(), await acquire(), await acquire()];
    const refused = await acquire();
    await refused.release();
    expect(await refused.renew(0)).toBe(false);
    expect(allowed(await acquire())).toBe(false);
    for (const slots of held) await slots.release();
    expect((await acquire()).verdicts[0]?.remaining).toBe(2);
  });

  it("only watches in shadow", async () => {
    const { acquire } = await begin(make);
    const watching = concurrency("1 at once by caller", { shadow: true });
    expect((await acquire("k", watching)).verdicts[0]).not.toHaveProperty("shadow");
    expect((await acquire("k", watching)).verdicts[0]).toMatchObject({ allowed: true, shadow: true });
  });
}

function leasePromises(make: Make): void {
  it("frees the slot of a holder that has crashed, when its lease is over and not before", async () => {
    const { acquire, advance } = await begin(make);
    for (let i = 0; i < 3; i += 1) await acquire();
    await advance(LEASE * 1000 - 1);
    expect(allowed(await acquire())).toBe(false);
    await advance(1);
    expect(allowed(await acquire())).toBe(true);
  });

  it("keeps the slot of who renews in time, and tells who comes too late", async () => {
    const { acquire, advance, now } = await begin(make);
    const long = await acquire();
    const crashed = await acquire();
    await advance(LEASE * 600);
    expect(await long.renew(now())).toBe(true);
    await advance(LEASE * 600);
    expect(await crashed.renew(now())).toBe(false);
    expect((await acquire()).verdicts[0]?.remaining).toBe(1);
    await long.release();
    expect((await acquire()).verdicts[0]?.remaining).toBe(1);
  });
}

function togetherPromises(make: Make): void {
  const one = concurrency("1 at once by everyone", { name: "one" });

  it("takes a slot under every limit of the call or under none", async () => {
    const { acquireAll, acquire } = await begin(make);
    const held = await acquireAll(["wide", three], ["narrow", one]);
    expect(held.verdicts.map(({ remaining }) => remaining)).toEqual([2, 0]);
    const refused = await acquireAll(["wide", three], ["narrow", one]);
    expect(refused.verdicts).toMatchObject([
      { policy: three, allowed: true, remaining: 2 },
      { policy: one, allowed: false },
    ]);
    expect((await acquire("wide")).verdicts[0]?.remaining).toBe(1);
    await held.release();
    expect((await acquire("narrow", one)).verdicts[0]?.allowed).toBe(true);
  });

  it("answers nothing where nothing is asked", async () => {
    const { acquireAll } = await begin(make);
    expect((await acquireAll()).verdicts).toEqual([]);
  });
}
