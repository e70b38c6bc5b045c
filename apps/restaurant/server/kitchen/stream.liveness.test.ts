/** A screen must never be quietly dead, and whoever lost their place must hear no more. */
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { type Board, kdsDrift, kdsStream } from "../../contracts/index.js";
import { HEARTBEAT_MILLISECONDS, newId } from "../platform/index.js";
import { describePglite, type TestKitchen, testKitchen } from "../test-support/index.js";
import { STREAM_LIMITS, streamSlots } from "./stream-slots.js";

/** Longer than any test waits: what ends a stream is then no heartbeat's look. */
const NEVER = 600_000;

describePglite("a kitchen's stream", ({ open }) => {
  let kitchen: TestKitchen;
  let chef = "";
  beforeAll(async () => {
    kitchen = await testKitchen(await open(), { heartbeatMilliseconds: NEVER });
    chef = kitchen.staff.get("chef") ?? "";
  });

  type Opened = { readonly status: number; readonly refused?: string; readonly body?: AsyncIterable<string> };
  const opens = async (claims: object = {}, signal = new AbortController().signal) => {
    const caller = { id: chef, via: "bearer", claims: { location: kitchen.locationId, ...claims } };
    return (await kitchen.call(kdsStream, "chef", { caller, signal })) as Opened;
  };
  const session = async () => {
    const familyId = newId();
    const began = { carried: "bearer" as const, acr: "aal1" as const, authenticated_at: new Date() };
    const row = { family_id: familyId, staff_id: chef, location_id: kitchen.locationId, ...began };
    await kitchen.db.insertInto("staff_session").values(row).execute();
    return familyId;
  };
  /** All that is told until the end, and what is done after the first heartbeat. */
  const told = async ({ body }: Opened, then: () => Promise<unknown>) => {
    let text = "";
    for await (const chunk of body ?? []) {
      text += chunk;
      if (chunk.startsWith("event: hb")) await then();
    }
    return text;
  };
  const REVOKED = 'event: resync\ndata: {"reason":"revoked_scope"}';

  it("proves every ten seconds that it is alive, by an event that scripts hear", async () => {
    expect(HEARTBEAT_MILLISECONDS).toBe(10_000);
    const leaving = new AbortController();
    const text = await told(await opens({}, leaving.signal), async () => leaving.abort());
    expect(text).toMatch(
      /^retry: 2000\n\nevent: hb\ndata: \{"t":"[^"]+","head":"[^"]+:\d+","openCount":\d+,"hash":"[0-9a-f]{8}"\}\n\n$/,
    );
  });

  it("ends at once when its reader signs out, loses the role, or is let go", async () => {
    const sid = await session();
    const signsOut = () => kitchen.db.deleteFrom("staff_session").where("family_id", "=", sid).execute();
    expect(await told(await opens({ sid }), signsOut)).toContain(REVOKED);
    const role = (to: "chef" | "cashier") => () =>
      kitchen.db.updateTable("membership").set({ role: to }).where("staff_id", "=", chef).execute();
    expect(await told(await opens(), role("cashier"))).toContain(REVOKED);
    expect((await opens()).status, "and an EventSource asks no more").toBe(204);
    await role("chef")();
    const letGo = (at: Date | null) => () =>
      kitchen.db.updateTable("staff").set({ disabled_at: at }).where("id", "=", chef).execute();
    expect(await told(await opens(), letGo(new Date()))).toContain(REVOKED);
    await letGo(null)();
  });

  it("ends at once when its screen is taken back", async () => {
    const screen = await kitchen.pairScreen("Grill");
    const opened = (await kitchen.call(kdsStream, screen, { signal: new AbortController().signal })) as Opened;
    const takeBack = () =>
      kitchen.db.updateTable("device").set({ revoked_at: new Date() }).where("id", "=", screen.deviceId).execute();
    expect(await told(opened, takeBack)).toContain(REVOKED);
  });

  it("is one of four for a caller; another waits until one of them has ended", async () => {
    const leaving = new AbortController();
    const four = await Promise.all([1, 2, 3, 4].map(() => opens({}, leaving.signal)));
    expect(four.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await opens()).refused).toBe("rate_limited");
    leaving.abort();
    for (const opened of four) await told(opened, async () => undefined);
    expect((await opens({}, leaving.signal)).status).toBe(200);
  });

  it("that a screen found wanting is put on record, with what the screen had", async () => {
    const { asOf, openCount, hash } = (await kitchen.board("chef")) as Board;
    const said = { head: asOf, openCount: openCount + 1, hash };
    expect((await kitchen.call(kdsDrift, "chef", { body: said })).status).toBe(204);
    const rows = await kitchen.db
      .selectFrom("audit_log")
      .selectAll()
      .where("action", "=", "kitchen.kds_drift")
      .execute();
    expect(rows).toMatchObject([{ actor_id: chef, location_id: kitchen.locationId, detail: said }]);
  });

  it("tells of a dish that takes long as late no sooner than it can be made", async () => {
    const { tickets } = await kitchen.fired(["Cheeseburger"]);
    const { id = "", station } = tickets.get("Grill") ?? {};
    const { warnAfterSeconds: warn = 0, lateAfterSeconds: late = 0 } = station ?? {};
    const set = kitchen.db.updateTable("ticket_item").where("ticket_id", "=", id);
    await set.set({ prep_seconds: 1 }).execute();
    const times = async () => {
      const { station: now } = (await kitchen.board("chef")).tickets.find((one) => one.id === id) ?? {};
      return [now?.warnAfterSeconds, now?.lateAfterSeconds];
    };
    expect(await times(), "the station's own").toEqual([300, 480]);
    await set.set({ prep_seconds: 900 }).execute();
    expect(await times(), "later by what it takes longer").toEqual([900, 1080]);
    expect([warn, late].every((seconds) => seconds >= 300)).toBe(true);
  });

  it("tells of an order for later until when it is promised, and of any other nothing", async () => {
    const { orderId, tickets } = await kitchen.fired(["Cheeseburger"]);
    expect(tickets.get("Grill")?.dueAt).toBeNull();
    const promised = new Date("2026-06-15T18:00:00Z");
    const times = { promised_at: promised, fire_at: sql<Date>`now()` };
    await kitchen.db.updateTable("orders").set(times).where("id", "=", orderId).execute();
    const { tickets: now } = await kitchen.board("chef");
    expect(now.find((one) => one.orderId === orderId)?.dueAt).toBe(promised.toISOString());
  });

  it("has everything that was bumped in four hours, however much that is, and nothing older", async () => {
    const { orderId, tickets } = await kitchen.fired(["Cheeseburger"]);
    const stationId = tickets.get("Grill")?.station.id ?? "";
    await sql`insert into ticket (id, location_id, order_id, station_id, course, state, bumped_at)
      select gen_random_uuid(), ${kitchen.locationId}::uuid, ${orderId}::uuid, ${stationId}::uuid, n, 'bumped',
        now() - make_interval(mins => n * 2) from generate_series(2, 130) as n`.execute(kitchen.db);
    const { recall } = await kitchen.board("chef");
    expect(recall.filter((one) => one.orderId === orderId)).toHaveLength(118);
    await kitchen.db.deleteFrom("ticket").where("order_id", "=", orderId).where("course", ">", 1).execute();
  });

  it("shows at the pass, and at no station, what nobody makes", async () => {
    await kitchen.db.updateTable("menu_item").set({ no_prep: true }).where("name", "=", "House lemonade").execute();
    const { orderId, tickets } = await kitchen.fired(["Cheeseburger", "House lemonade"]);
    expect(
      ["Grill", "Fry", "Cold & Bar", "Pass"].map((at) => [at, tickets.get(at)?.items.map(({ name }) => name)]),
    ).toEqual([
      ["Grill", ["Cheeseburger"]],
      ["Fry", undefined],
      ["Cold & Bar", undefined],
      ["Pass", ["House lemonade"]],
    ]);
    const seen = async (station: string) => {
      const { tickets: shown } = await kitchen.board(await kitchen.pairScreen(station));
      const own = shown.filter((one) => one.orderId === orderId);
      return own.flatMap(({ items }) => items.map(({ name }) => name)).sort();
    };
    expect(await seen("Pass")).toEqual(["Cheeseburger", "House lemonade"]);
    for (const station of ["Grill", "Fry", "Cold & Bar"]) expect(await seen(station)).not.toContain("House lemonade");
    await kitchen.db.updateTable("menu_item").set({ no_prep: false }).where("name", "=", "House lemonade").execute();
  });
});

describe("slots for streams", () => {
  const take = (
    many: number,
    slots: ReturnType<typeof streamSlots>,
    of: (n: number) => { callerId: string; locationId: string },
  ) => Array.from({ length: many }, (_, n) => slots(of(n)));

  it("are four a caller, two hundred a place and a thousand a process", () => {
    expect(STREAM_LIMITS).toEqual({ perCaller: 4, perLocation: 200, perProcess: 1000 });
    const taken = (most: number, of: Parameters<typeof take>[2]) =>
      take(most + 1, streamSlots(), of).filter((end) => end !== undefined).length;
    expect(taken(4, () => ({ callerId: "one", locationId: "here" }))).toBe(4);
    expect(taken(200, (n) => ({ callerId: String(n), locationId: "here" }))).toBe(200);
    expect(taken(1000, (n) => ({ callerId: String(n), locationId: String(n) }))).toBe(1000);
  });

  it("are given back once, however often it is said", () => {
    const slots = streamSlots({ perCaller: 2, perLocation: 9, perProcess: 9 });
    const [first] = take(2, slots, () => ({ callerId: "one", locationId: "here" }));
    first?.();
    first?.();
    const again = take(2, slots, () => ({ callerId: "one", locationId: "here" }));
    expect(again.map((end) => end !== undefined)).toEqual([true, false]);
  });
});
