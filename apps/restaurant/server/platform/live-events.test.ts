import { setMaxListeners } from "node:events";
import { type KyselyPlugin, sql } from "kysely";
import { afterEach, beforeAll, expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import type { OpenDatabase } from "./database.js";
import { emitEvent } from "./events.js";
import { newId } from "./ids.js";
import { liveEvents, type Told } from "./live-events.js";
import { liveHead } from "./location-feed.js";
import type { Wakeups } from "./wakeups.js";

/** Wake-ups that never come, as when the connection that listens has died unnoticed. */
const SILENT: Wakeups = { listen: () => () => {}, stop: async () => {} };

describeDatabases("live events", ({ open }) => {
  let opened: OpenDatabase;
  let place = "";
  let reading = new AbortController();
  let count = 0;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => {
    reading.abort();
    reading = new AbortController();
    // One signal for all readers of a test; outside of it each reader's request has its own.
    setMaxListeners(0, reading.signal);
  });
  const newPlace = async () => {
    place = newId();
    count += 1;
    const location = { id: place, slug: `live-${count}`, name: "Place", timezone: "UTC", currency: "EUR" };
    await opened.db.insertInto("location").values(location).execute();
    await opened.db.insertInto("location_stream").values({ location_id: place }).execute();
  };
  const tell = (n: number, { pause = 0, fail = false } = {}) =>
    opened.db.transaction().execute(async (trx) => {
      await sql`select pg_sleep(${pause / 1000}::float8)`.execute(trx);
      await emitEvent(trx, { locationId: place, type: "ticket", payload: { n } });
      if (pause > 0) await sql`select pg_sleep(${pause / 1000}::float8)`.execute(trx);
      if (fail) throw new Error("rolled back");
    });
  const take = async (told: AsyncIterable<Told>, many: number): Promise<Told[]> => {
    const taken: Told[] = [];
    if (many === 0) return taken;
    for await (const one of told) {
      taken.push(one);
      if (taken.length === many) break;
    }
    return taken;
  };
  const numbers = (told: readonly Told[]) =>
    told.map((one) => (one.kind === "event" ? (one.event.payload as { n: number }).n : one.reason));
  const seqs = (told: readonly Told[]) => told.map((one) => (one.kind === "event" ? one.event.cursor.seq : -1));
  const live = () => liveEvents({ db: opened.db, wakeups: opened.wakeups });

  it("loses nothing when transactions overlap, and tells everything in order without a gap", async () => {
    await newPlace();
    const following = take(live().since(place, await liveHead(opened.db, place), reading.signal), 30);
    const telling = Array.from({ length: 35 }, (_, n) =>
      tell(n, { pause: (n * 7) % 25, fail: n % 7 === 6 }).catch(() => {}),
    );
    const told = await following;
    await Promise.all(telling);
    expect(seqs(told)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    const committed = Array.from({ length: 35 }, (_, n) => n).filter((n) => n % 7 !== 6);
    expect([...numbers(told)].sort((a, b) => Number(a) - Number(b))).toEqual(committed);
  });

  it("wakes at once rather than at the next look", async () => {
    await newPlace();
    const following = take(live().since(place, await liveHead(opened.db, place), reading.signal), 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    await tell(1);
    await following;
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it("finds what happened even if no wake-up ever comes", async () => {
    await newPlace();
    const deaf = liveEvents({ db: opened.db, wakeups: SILENT });
    const following = take(deaf.since(place, await liveHead(opened.db, place), reading.signal), 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tell(7);
    expect(numbers(await following)).toEqual([7]);
  });

  it("goes on where a reader stopped, and hears nothing of other places", async () => {
    await newPlace();
    const elsewhere = place;
    await tell(99);
    await newPlace();
    for (const n of [1, 2, 3]) await tell(n);
    const { epoch } = await liveHead(opened.db, place);
    expect(numbers(await take(live().since(place, { epoch, seq: 1 }, reading.signal), 2))).toEqual([2, 3]);
    expect(elsewhere).not.toBe(place);
  });

  it("asks for a fresh start after a restore, from the future, and where the past is gone", async () => {
    await newPlace();
    for (const n of [1, 2, 3]) await tell(n);
    const { epoch } = await liveHead(opened.db, place);
    const from = (cursor: { epoch: string; seq: number }) => take(live().since(place, cursor, reading.signal), 5);
    expect(numbers(await from({ epoch: newId(), seq: 1 }))).toEqual(["epoch"]);
    expect(numbers(await from({ epoch, seq: 4 }))).toEqual(["epoch"]);
    await opened.db.deleteFrom("location_event").where("location_id", "=", place).where("seq", "<", 3).execute();
    expect(numbers(await from({ epoch, seq: 1 }))).toEqual(["too_old"]);
    await opened.db.deleteFrom("location_event").where("location_id", "=", place).execute();
    expect(numbers(await from({ epoch, seq: 1 }))).toEqual(["too_old"]);
  });

  it("tells every reader when a restore turns the epoch or rewinds the numbers under them", async () => {
    await newPlace();
    for (const n of [1, 2, 3]) await tell(n);
    const both = () => {
      const shared = live();
      return [1, 2].map(() => take(shared.since(place, undefined, reading.signal), 1));
    };
    const readers = both();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sql`update install set stream_epoch = gen_random_uuid()`.execute(opened.db);
    for (const told of await Promise.all(readers)) expect(numbers(told)).toEqual(["epoch"]);
    const rewound = both();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await opened.db.updateTable("location_stream").set({ seq: 2 }).where("location_id", "=", place).execute();
    for (const told of await Promise.all(rewound)) expect(numbers(told)).toEqual(["epoch"]);
  });

  it("reads a place once for all its readers, whoever leaves", async () => {
    await newPlace();
    let reads = 0;
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        reads += 1;
        return result;
      },
    };
    const shared = liveEvents({ db: opened.db.withPlugin(plugin), wakeups: opened.wakeups });
    const leaving = new AbortController();
    const first = take(shared.since(place, undefined, leaving.signal), 1);
    const others = Array.from({ length: 20 }, () => take(shared.since(place, undefined, reading.signal), 3));
    await new Promise((resolve) => setTimeout(resolve, 200));
    leaving.abort();
    await first;
    reads = 0;
    for (const n of [1, 2, 3]) await tell(n);
    for (const told of await Promise.all(others)) expect(numbers(told)).toEqual([1, 2, 3]);
    expect(reads).toBeLessThan(20);
  });

  it("ends when the reader goes away and when the process stops", async () => {
    await newPlace();
    const stopping = new AbortController();
    const following = liveEvents({ db: opened.db, wakeups: opened.wakeups, stopping: stopping.signal });
    const one = take(following.since(place, undefined, reading.signal), 1);
    const other = take(following.since(place, undefined, new AbortController().signal), 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    reading.abort();
    expect(await one).toEqual([]);
    stopping.abort();
    expect(await other).toEqual([]);
  });
});
