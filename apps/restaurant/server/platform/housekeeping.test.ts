import { fixedClock } from "cloche";
import { expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import { emitEvent } from "./events.js";
import { clearAway } from "./housekeeping.js";
import { newId } from "./ids.js";
import { liveEvents } from "./live-events.js";

const DAY = 86_400_000;

describeDatabases("housekeeping", ({ open }) => {
  it("clears what is over, and a screen that was away for too long is told so", async () => {
    const { db, wakeups } = await open();
    const place = newId();
    await db
      .insertInto("location")
      .values({ id: place, slug: "here", name: "Here", timezone: "UTC", currency: "EUR" })
      .execute();
    await db.insertInto("location_stream").values({ location_id: place }).execute();
    for (const n of [1, 2, 3]) {
      await db.transaction().execute((trx) => emitEvent(trx, { locationId: place, type: "ticket", payload: { n } }));
    }
    const clock = fixedClock(Date.now());
    const key = { scope: "guest:1", fingerprint: "f", status: 201, resource_id: newId() };
    const expires = (days: number) => new Date(clock.now() + days * DAY);
    await db
      .insertInto("idempotency_key")
      .values({ ...key, key: "old", expires_at: expires(1) })
      .execute();
    await db
      .insertInto("idempotency_key")
      .values({ ...key, key: "new", expires_at: expires(9) })
      .execute();
    let cleared = 0;
    const also = [async () => (cleared += 1)];
    await clearAway({ db, clock, also, onFailed: () => {} });
    expect(await db.selectFrom("location_event").select("seq").execute()).toHaveLength(3);

    clock.advance(3 * DAY);
    await clearAway({ db, clock, also, onFailed: () => {} });
    expect(await db.selectFrom("idempotency_key").select("key").execute()).toEqual([{ key: "new" }]);
    expect(await db.selectFrom("location_event").select("seq").execute()).toEqual([{ seq: 3 }]);
    expect(cleared).toBe(2);
    const live = liveEvents({ db, wakeups });
    const { epoch } = await live.head(place);
    const told = await live.since(place, { epoch, seq: 1 }, new AbortController().signal).next();
    expect(told.value).toEqual({ kind: "resync", reason: "too_old" });
  });
});
