/** An event that is given up on is told to who runs the place it concerns, and to nobody else's. */
import { fixedClock } from "cloche";
import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import { countDead, deadArrivals, storeArrival } from "./inbox.store.js";
import { type InboxWork, newId, type OpenDatabase, revive, seedSample, workOneArrival } from "./index.js";

const NOW = Date.UTC(2026, 5, 15, 10);
const HOUR = 3_600_000;

describeDatabases("an event that is given up on", ({ open }) => {
  let opened: OpenDatabase;
  let locationId: string;
  const orderId = newId();
  beforeAll(async () => {
    opened = await open();
    await seedSample(opened.db, async () => "hash");
    ({ id: locationId } = await opened.db.selectFrom("location").select("id").executeTakeFirstOrThrow());
    await sql`insert into orders (id, location_id, business_date, number, state, currency, menu_revision, total, track_hash)
      values (${orderId}::uuid, ${locationId}::uuid, '2026-06-15', 1, 'placed', 'EUR', 1, 0, ${"a".repeat(64)})`.execute(
      opened.db,
    );
  });

  const given = async (eventId: string, orderOf: InboxWork["orderOf"]) => {
    const { db } = opened;
    const bodyDigest = Buffer.from(eventId).toString("hex").padStart(64, "0");
    const receivedAt = new Date(NOW - 73 * HOUR);
    const about = { type: "delivered", objectRef: undefined, payload: {} };
    await storeArrival(db, { provider: "delivery", eventId, bodyDigest, receivedAt, ...about });
    const work = async () => ({ state: "later", reason: "order_not_ready" }) as const;
    const inbox = { db, clock: fixedClock(NOW), providers: ["delivery"] as const, work, orderOf, onTrouble: () => {} };
    expect(await workOneArrival(inbox)).toBe(true);
  };
  const idsFor = async (scope: { readonly locationId: string; readonly isOwner: boolean }) => {
    const ids = (await deadArrivals(opened.db, scope, 100)).map(({ eventId }) => eventId).sort();
    expect(await countDead(opened.db, scope)).toBe(ids.length);
    return ids;
  };
  const again = (eventId: string, scope: { readonly locationId: string; readonly isOwner: boolean }) =>
    opened.db.transaction().execute((trx) => revive(trx, { provider: "delivery", eventId, scope }, new Date(NOW)));

  it("belongs to the place of the order it names; one that names none is the owners'", async () => {
    const elsewhere = newId();
    await given("of-a-place", async () => orderId);
    await given("of-nobody", async () => undefined);
    await given("of-an-order-that-never-was", async () => newId());
    const house = ["of-an-order-that-never-was", "of-nobody"];
    expect(await idsFor({ locationId, isOwner: false })).toEqual(["of-a-place"]);
    expect(await idsFor({ locationId, isOwner: true })).toEqual(["of-a-place", ...house]);
    expect(await idsFor({ locationId: elsewhere, isOwner: false })).toEqual([]);
    expect(await idsFor({ locationId: elsewhere, isOwner: true })).toEqual(house);
    expect(await again("of-a-place", { locationId: elsewhere, isOwner: true })).toBeUndefined();
    expect(await again("of-nobody", { locationId, isOwner: false })).toBeUndefined();
    expect(await again("of-nobody", { locationId, isOwner: true })).toBe("revived");
    expect(await again("of-a-place", { locationId, isOwner: false })).toBe("revived");
  });
});
