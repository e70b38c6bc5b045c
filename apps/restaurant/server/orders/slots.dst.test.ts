/** Orders for later through the nights that have an hour too many or too few: the right day, hours, and start of cooking. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedClock, type Handled, Secret } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { beforeAll, describe, expect, it } from "vitest";
import { type PlacedOrder, placeOrder } from "../../contracts/index.js";
import { liveEvents, newId, type OpenDatabase, openDatabase, seedSample } from "../platform/index.js";
import { someone } from "../test-support/index.js";
import { ordersHandlers } from "./index.js";

const MINUTE = 60_000;
/** From six in the evening to three in the night, every day. */
const NIGHTS = { weekdays: [1, 2, 3, 4, 5, 6, 7], from_minute: 18 * 60, to_minute: 3 * 60 };

/** Each: zone, when it is to be eaten, the business day it counts for, or that the place is closed then. */
const WISHES = [
  // Half past two comes twice; the place is open both times.
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-24"],
  ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-24"],
  ["Europe/Berlin", "2026-10-25T02:00:00Z", "closed"],
  // Two o'clock does not come: after one minute to two it is three, and closed.
  ["Europe/Berlin", "2026-03-29T00:59:00Z", "2026-03-28"],
  ["Europe/Berlin", "2026-03-29T01:00:00Z", "closed"],
  ["America/New_York", "2026-03-08T06:59:00Z", "2026-03-07"],
  ["America/New_York", "2026-03-08T07:00:00Z", "closed"],
  ["America/New_York", "2026-11-01T06:30:00Z", "2026-10-31"],
  ["Australia/Lord_Howe", "2026-10-03T15:15:00Z", "2026-10-03"],
  ["Australia/Lord_Howe", "2026-10-03T16:00:00Z", "closed"],
  ["Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04"],
] as const;

interface Answer {
  readonly status: number;
  readonly problem?: string;
  readonly body: PlacedOrder;
}

describe("an order for later", () => {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  const clock = fixedClock(0);
  let open: OpenDatabase;
  let handled: readonly Handled[];
  let locationId = "";
  let itemId = "";
  beforeAll(async () => {
    open = await openDatabase({ dataFolder: folder });
    const { db } = open;
    await seedSample(db, async () => "hash");
    locationId = (await db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    const named = db.selectFrom("menu_item").select("id").where("name", "=", "Cheeseburger");
    itemId = (await named.executeTakeFirstOrThrow()).id;
    await db.deleteFrom("opening_hours").execute();
    await db
      .insertInto("opening_hours")
      .values({ id: newId(), location_id: locationId, ...NIGHTS })
      .execute();
    await db.deleteFrom("daypart").execute();
    handled = ordersHandlers({
      ...{ db, clock, live: liveEvents(open), publicBaseUrl: "http://127.0.0.1:3000" },
      trackSecret: new Secret("s".repeat(32), "TRACK_SECRET"),
      kitchen: {
        fireTickets: async () => ({ isNews: false, stationIds: [], told: async () => [] }),
        readMakingSeconds: async () => 480,
      },
      counts: memoryLimitStore(),
    });
    return async () => {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    };
  });

  it.each(WISHES)("in %s at %s counts for %s", async (timezone, instant, day) => {
    const { db } = open;
    const startsAt = new Date(instant);
    clock.advance(startsAt.getTime() - 2 * 60 * MINUTE - clock.now());
    await db.updateTable("location").set({ timezone }).execute();
    const slot = { id: newId(), location_id: locationId, order_type: "pickup" as const, starts_at: startsAt };
    await db
      .insertInto("slot")
      .values({ ...slot, capacity: 1 })
      .execute();
    const found = handled.find(({ contract }) => contract.name === placeOrder.name);
    const lines = [{ itemId, quantity: 1, options: [] }];
    const body = { lines, contact: someone(), requestedAt: startsAt.toISOString() };
    const answer = (await found?.handler({ body, cookies: {}, headers: {}, requestId: "r" } as never)) as Answer;
    if (day === "closed") return expect(answer).toMatchObject({ status: 409, problem: "location_closed" });
    expect(answer.status).toBe(201);
    const order = await db
      .selectFrom("orders")
      .innerJoin("order_line as line", "line.order_id", "orders.id")
      .innerJoin("item_variant as variant", "variant.id", "line.variant_id")
      .select(["orders.business_date", "orders.promised_at", "orders.fire_at", "variant.prep_seconds"])
      .where("orders.id", "=", answer.body.order.id)
      .executeTakeFirstOrThrow();
    expect(order.promised_at).toEqual(startsAt);
    const begins = startsAt.getTime() - order.prep_seconds * 1000 - 2 * MINUTE;
    expect(order.fire_at, "hours that were jumped over are not cooked through").toEqual(new Date(begins));
    expect(order.business_date).toBe(day);
  });
});
