/** Commands from screens that are late, doubled, offline for a while, or not entitled. */
import { systemClock } from "cloche";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ackVoidTicket,
  bumpTicket,
  doneTicketItem,
  kdsAck,
  listUnseenTickets,
  recallTicket,
  rushTicket,
  startTicketItem,
  type Ticket,
  type UnseenTicket,
  undoTicketItem,
} from "../../contracts/index.js";
import { allDayOf, boardHash } from "../../contracts/kitchen-board.js";
import { emitEvent } from "../platform/index.js";
import { type Cook, describePglite, guardedOrders, type TestKitchen, testKitchen } from "../test-support/index.js";
import { lineVoiding, voidLines } from "./index.js";
import { ITEM_TRANSITIONS, TICKET_TRANSITIONS } from "./item-moves.js";
import { type CallPlace, tellOfUnseen } from "./unseen-tickets.js";

describePglite("a command", (databases) => {
  let kitchen: TestKitchen;
  beforeAll(async () => {
    kitchen = await testKitchen(await databases.open());
  });

  const send = (
    contract: { readonly name: string },
    who: Cook,
    { id, version, key }: { id: string; version: number; key?: string },
  ) => {
    const idempotency =
      key === undefined ? undefined : { scope: "caller:x", key, fingerprint: `${contract.name} ${id}` };
    const body = { expectedVersion: version };
    return kitchen.call<{ ticket: Ticket }>(contract, who, { params: { id }, body, idempotency });
  };
  const grillOf = async (dishes: Parameters<TestKitchen["fired"]>[0]) => {
    const { orderId, tickets } = await kitchen.fired(dishes);
    const ticket = tickets.get("Grill");
    if (ticket === undefined) throw new Error("Nothing was sent to the grill.");
    return { orderId, ticket };
  };
  const onBoard = async (id: string, who: Cook = "manager") =>
    (await kitchen.board(who)).tickets.find((one) => one.id === id);
  const stateOf = async (orderId: string) =>
    (await kitchen.db.selectFrom("orders").select("state").where("id", "=", orderId).executeTakeFirstOrThrow()).state;
  const inTrx = <Result>(work: (trx: Parameters<typeof voidLines>[0]) => Promise<Result>) =>
    kitchen.db.transaction().execute(work);

  it("moves along the machines, which are the same in code and in the database", async () => {
    const tables = { ticket_item_transition: ITEM_TRANSITIONS, ticket_transition: TICKET_TRANSITIONS };
    for (const [name, pairs] of Object.entries(tables)) {
      const { rows } = await sql<{ pair: string }>`select from_state || ' ' || to_state as pair
        from ${sql.table(name)} order by 1`.execute(kitchen.db);
      expect(rows.map(({ pair }) => pair)).toEqual(pairs.map((pair) => pair.join(" ")).sort());
    }
    const { ticket } = await grillOf(["Cheeseburger"]);
    const item = ticket.items[0]?.id ?? "";
    const forbidden = kitchen.db.updateTable("ticket_item").set({ state: "void" }).where("id", "=", item);
    await forbidden.execute();
    const back = kitchen.db.updateTable("ticket_item").set({ state: "queued" }).where("id", "=", item).execute();
    await expect(back).rejects.toThrow("cannot go from void to queued");
  });

  it("starts, finishes and takes back a line; in that state already it is answered as done", async () => {
    const { ticket } = await grillOf(["Cheeseburger", "Halloumi burger"]);
    const [item] = ticket.items;
    const id = item?.id ?? "";
    const started = await send(startTicketItem, "chef", { id, version: 1 });
    expect(started.body.ticket.items[0]).toMatchObject({ state: "started", version: 2 });
    expect(await send(startTicketItem, "chef", { id, version: 1 })).toMatchObject({ status: 200 });
    const done = await send(doneTicketItem, "chef", { id, version: 2 });
    expect(done.body.ticket).toMatchObject({ state: "open", items: [{ state: "done" }, { state: "queued" }] });
    const late = await send(undoTicketItem, "chef", { id, version: 2 });
    expect(late).toMatchObject({ status: 409, problem: "version_conflict", members: { ticket: done.body.ticket } });
    expect((await send(undoTicketItem, "chef", { id, version: 3 })).body.ticket.items[0]?.state).toBe("queued");
    expect(await send(undoTicketItem, "chef", { id, version: 1 }), "again").toMatchObject({ status: 200 });
  });

  it("bumps a whole ticket, and recalls it to its place with what the bump finished", async () => {
    const { orderId, ticket } = await grillOf(["Cheeseburger", "Halloumi burger"]);
    await send(doneTicketItem, "chef", { id: ticket.items[0]?.id ?? "", version: 1 });
    const bumped = await send(bumpTicket, "chef", { id: ticket.id, version: 2 });
    expect(bumped.body.ticket).toMatchObject({ state: "bumped", version: 3 });
    expect(await stateOf(orderId)).toBe("ready");
    expect(await send(bumpTicket, "chef", { id: ticket.id, version: 2 }), "again").toMatchObject({ status: 200 });
    expect((await kitchen.board("chef")).recall.map(({ id }) => id)).toContain(ticket.id);
    const recalled = await send(recallTicket, "chef", { id: ticket.id, version: 3 });
    expect(recalled.body.ticket).toMatchObject({
      ...{ state: "open", recallCount: 1, firedAt: ticket.firedAt },
      items: [{ state: "done" }, { state: "queued" }],
    });
    expect(await stateOf(orderId)).toBe("preparing");
    const old = await send(bumpTicket, "chef", { id: ticket.id, version: 2 });
    expect(old, "a bump from before the recall").toMatchObject({ status: 409, problem: "version_conflict" });
  });

  it("recalls nothing that left more than four hours ago, nor what its order has outlived", async () => {
    const { orderId, ticket } = await grillOf(["Cheeseburger"]);
    await send(bumpTicket, "chef", { id: ticket.id, version: 1 });
    const set = { bumped_at: sql<Date>`now() - interval '4 hours 1 minute'` };
    await kitchen.db.updateTable("ticket").set(set).where("id", "=", ticket.id).execute();
    const late = await send(recallTicket, "chef", { id: ticket.id, version: 2 });
    expect(late).toMatchObject({
      status: 409,
      problem: "illegal_transition",
      members: { ticket: { state: "bumped" } },
    });
    await kitchen.db.updateTable("ticket").set({ bumped_at: sql`now()` }).where("id", "=", ticket.id).execute();
    await kitchen.db.updateTable("orders").set({ state: "completed" }).where("id", "=", orderId).execute();
    const gone = await send(recallTicket, "chef", { id: ticket.id, version: 2 });
    expect(gone).toMatchObject({ status: 409, problem: "illegal_transition" });
  });

  it("with a key is done once, and refused where the key was used for something else", async () => {
    const { ticket } = await grillOf(["Cheeseburger"]);
    const bump = () => send(bumpTicket, "chef", { id: ticket.id, version: 1, key: "one-and-the-same-key" });
    const answers = await Promise.all(Array.from({ length: 10 }, bump));
    const running = answers.filter(({ status }) => status === 409);
    expect(running.every(({ problem }) => problem === "idempotency_running")).toBe(true);
    expect(await bump()).toMatchObject({ status: 200, body: { ticket: { version: 2, state: "bumped" } } });
    const other = await send(recallTicket, "chef", { id: ticket.id, version: 2, key: "one-and-the-same-key" });
    expect(other).toMatchObject({ status: 422, problem: "idempotency_mismatch" });
  });

  it("of a screen reaches its own station alone, and a revoked one nothing", async () => {
    const grill = await kitchen.pairScreen("Grill");
    const fry = await kitchen.pairScreen("Fry");
    const { ticket } = await grillOf(["Cheeseburger"]);
    expect(await onBoard(ticket.id, fry)).toBeUndefined();
    expect(await send(bumpTicket, fry, { id: ticket.id, version: 1 })).toMatchObject({ refused: "not_found" });
    expect(await send(rushTicket, grill, { id: ticket.id, version: 1 })).toMatchObject({ refused: "forbidden" });
    expect(await send(bumpTicket, grill, { id: ticket.id, version: 1 })).toMatchObject({ status: 200 });
    const by = await kitchen.db.selectFrom("ticket").selectAll().where("id", "=", ticket.id).executeTakeFirstOrThrow();
    expect(by).toMatchObject({ bumped_by: grill.deviceId, bumped_by_kind: "device" });
    await kitchen.db.updateTable("device").set({ revoked_at: new Date() }).where("id", "=", grill.deviceId).execute();
    expect(await send(recallTicket, grill, { id: ticket.id, version: 2 })).toMatchObject({ refused: "forbidden" });
  });

  it("at the pass sees and does everything, and may put a ticket first", async () => {
    const pass = await kitchen.pairScreen("Pass");
    const { ticket } = await grillOf(["Cheeseburger", "Espresso"]);
    expect((await onBoard(ticket.id, pass))?.alsoAt).toMatchObject([
      { station: { name: "Cold & Bar" }, done: 0, total: 1 },
    ]);
    const rushed = await send(rushTicket, pass, { id: ticket.id, version: 1 });
    expect(rushed.body.ticket).toMatchObject({ rush: true, version: 2 });
    const { tickets, reader } = await kitchen.board(pass);
    expect(tickets[0]?.id).toBe(ticket.id);
    expect(reader).toEqual({ kind: "device", expo: true, mayRush: true });
    expect((await send(rushTicket, pass, { id: ticket.id, version: 2 })).body.ticket.rush).toBe(false);
  });

  describe("after the firing", () => {
    it("a line that is added opens its ticket again with a mark, to be acknowledged", async () => {
      const { orderId, ticket } = await grillOf(["Cheeseburger"]);
      await send(bumpTicket, "chef", { id: ticket.id, version: 1 });
      await kitchen.add(orderId, ["Halloumi burger"]);
      const now = await onBoard(ticket.id);
      expect(now).toMatchObject({ state: "open", version: 3, firedAt: ticket.firedAt });
      expect(now?.items.map(({ added, state }) => [added, state])).toEqual([
        [false, "done"],
        [true, "queued"],
      ]);
      expect(now?.changedAt).not.toBeNull();
      const seen = await send(ackVoidTicket, "chef", { id: ticket.id, version: 3 });
      expect(seen.body.ticket).toMatchObject({ changedAt: null, items: [{ added: false }, { added: false }] });
    });

    it("a voided line stays on the board, crossed out, until somebody acknowledges it", async () => {
      const { orderId, ticket } = await grillOf(["Cheeseburger"]);
      for (const event of await inTrx((trx) => voidLines(trx, { orderId }))) {
        await inTrx((trx) => emitEvent(trx, event));
      }
      const now = await onBoard(ticket.id);
      expect(now).toMatchObject({ state: "void", items: [{ state: "void" }] });
      expect(await inTrx((trx) => voidLines(trx, { orderId })), "twice").toEqual([]);
      await send(ackVoidTicket, "chef", { id: ticket.id, version: now?.version ?? 0 });
      expect(await onBoard(ticket.id)).toBeUndefined();
    });

    it("an order is ready when its last open line is voided, and is nothing when all are", async () => {
      const { orderId, ticket } = await grillOf(["Cheeseburger", "Halloumi burger"]);
      const voids = lineVoiding({ orders: guardedOrders, clock: systemClock });
      const [made, open] = await kitchen.db
        .selectFrom("ticket_item")
        .select(["id", "order_line_id as lineId"])
        .where("ticket_id", "=", ticket.id)
        .execute();
      await send(doneTicketItem, "chef", { id: made?.id ?? "", version: 1 });
      await inTrx((trx) => voids(trx, { orderId, lineIds: [open?.lineId ?? ""] }));
      expect(await stateOf(orderId)).toBe("ready");
      const other = await grillOf(["Cheeseburger"]);
      await inTrx((trx) => voids(trx, { orderId: other.orderId }));
      expect(await stateOf(other.orderId)).toBe("preparing");
    });

    it("an order is not ready while a course of it is on hold", async () => {
      const { orderId, ticket } = await grillOf(["Cheeseburger", { dish: "Rib-eye steak", course: 2, hold: true }]);
      expect(ticket.items).toHaveLength(1);
      await send(bumpTicket, "chef", { id: ticket.id, version: 1 });
      expect(await stateOf(orderId)).toBe("preparing");
    });
  });

  it("is counted in what is left all day, and every board's sum follows from its tickets", async () => {
    const before = (await kitchen.board("manager")).allDay.find(({ name }) => name === "Pale ale")?.quantity ?? 0;
    await kitchen.fired(["Pale ale", "Pale ale"]);
    const board = await kitchen.board("manager");
    expect(board.allDay.find(({ name }) => name === "Pale ale")?.quantity).toBe(before + 2);
    expect(board.allDay).toEqual(allDayOf(board.tickets));
    expect(board).toMatchObject({ openCount: board.tickets.length, hash: boardHash(board.tickets) });
  });

  describe("a ticket that no screen has shown", () => {
    const age = (id: string, seconds: number) =>
      kitchen.db
        .updateTable("ticket")
        .set({ fired_at: sql`now() - make_interval(secs => ${seconds})` })
        .where("id", "=", id)
        .execute();
    const alarms = async (orderId: string) =>
      (
        await kitchen.db
          .selectFrom("location_event")
          .select("payload")
          .where("order_id", "=", orderId)
          .where("type", "=", "unseen_ticket")
          .orderBy("seq")
          .execute()
      ).map(({ payload }) => (payload as { called: boolean }).called);

    const listed = async () => {
      const params = { location: kitchen.locationId };
      const { body } = await kitchen.call<{ tickets: UnseenTicket[] }>(listUnseenTickets, "manager", { params });
      return body.tickets.map(({ orderId }) => orderId);
    };

    it("is told of after half a minute and called about after two, each once, until it is shown", async () => {
      const calls: string[] = [];
      const callPlace: CallPlace = async (_, { ticketId }) => {
        calls.push(ticketId);
      };
      const look = () => tellOfUnseen({ db: kitchen.db, callPlace });
      const screen = await kitchen.pairScreen("Grill");
      const [lost, shown] = [await grillOf(["Cheeseburger"]), await grillOf(["Cheeseburger"])];
      await look();
      expect(await alarms(lost.orderId)).toEqual([]);
      for (const { ticket } of [lost, shown]) await age(ticket.id, 31);
      await look();
      await look();
      expect(await alarms(lost.orderId)).toEqual([false]);
      expect(await listed(), "to the counter").toEqual(expect.arrayContaining([lost.orderId, shown.orderId]));
      const { epoch } = await kitchen.live.head(kitchen.locationId);
      const told = await kitchen.db
        .selectFrom("ticket")
        .select("told_seq")
        .where("id", "=", shown.ticket.id)
        .executeTakeFirstOrThrow();
      const ack = { epoch, seq: told.told_seq ?? 0, visible: true };
      await kitchen.db.updateTable("ticket").set({ seen_at: null }).where("id", "=", lost.ticket.id).execute();
      await kitchen.call(kdsAck, await kitchen.pairScreen("Fry"), { body: ack });
      await kitchen.call(kdsAck, "manager", { body: ack });
      await kitchen.call(kdsAck, screen, { body: { ...ack, visible: false } });
      await kitchen.call(kdsAck, screen, { body: { ...ack, epoch: kitchen.locationId } });
      const unseen = () =>
        kitchen.db.selectFrom("ticket").select("id").where("id", "=", shown.ticket.id).where("seen_at", "is", null);
      expect(await unseen().execute(), "none of these has shown it").toHaveLength(1);
      await kitchen.call(kdsAck, screen, { body: ack });
      expect(await unseen().execute()).toHaveLength(0);
      await kitchen.db.updateTable("ticket").set({ seen_at: null }).where("id", "=", lost.ticket.id).execute();
      expect(await listed()).toContain(lost.orderId);
      expect(await listed()).not.toContain(shown.orderId);
      for (const { ticket } of [lost, shown]) await age(ticket.id, 121);
      await look();
      await look();
      expect(calls.filter((id) => id === lost.ticket.id)).toHaveLength(1);
      const kept = kitchen.db.selectFrom("audit_log").select(["entity_id", "detail", "location_id"]);
      expect(await kept.where("action", "=", "kitchen.ticket_unseen").execute()).toEqual([
        {
          entity_id: lost.orderId,
          location_id: kitchen.locationId,
          detail: { ticketId: lost.ticket.id, stationId: expect.any(String) as string },
        },
      ]);
      expect(calls).not.toContain(shown.ticket.id);
      expect(await alarms(lost.orderId)).toEqual([false, true]);
    });
  });
});
