/** A stream that is cut after any of its events, and continued where it stopped, loses no ticket. */
import { beforeAll, expect, it } from "vitest";
import { type Board, bumpTicket, doneTicketItem, kdsStream, recallTicket, type Ticket } from "../contracts/index.js";
import { describePglite, type TestKitchen, testKitchen } from "../server/test-support/index.js";
import {
  afterEvent,
  agrees,
  type Beat,
  type BoardState,
  onBoard,
  type StreamEvent,
  stateOf,
} from "../web/kitchen/board-state.js";

const TEXT = /^event: (\S+)\n(?:id: (\S+)\n)?data: (.*)$/;

describePglite("a kitchen's stream", ({ open }) => {
  let kitchen: TestKitchen;
  let before: Board;
  /** Everything that was told since, in order. */
  let told: readonly StreamEvent[];

  beforeAll(async () => {
    kitchen = await testKitchen(await open(), { heartbeatMilliseconds: 20 });
    await kitchen.fired(["Cheeseburger", "Espresso"]);
    before = await kitchen.board("manager");
    await work();
    told = (await read(before.asOf)).filter(({ event }) => event !== "hb");
  });

  const command = (contract: { readonly name: string }, id: string, version: number) =>
    kitchen.call<{ ticket: Ticket }>(contract, "manager", { params: { id }, body: { expectedVersion: version } });

  /** Orders, bumps and recalls: what a lunch is made of. */
  async function work() {
    const { tickets } = await kitchen.fired(["Cheeseburger", "French fries"]);
    const grill = tickets.get("Grill");
    const { orderId } = await kitchen.fired(["Halloumi burger", "House lemonade"]);
    await command(doneTicketItem, grill?.items[0]?.id ?? "", 1);
    await command(recallTicket, grill?.id ?? "", 2);
    await command(bumpTicket, tickets.get("Fry")?.id ?? "", 1);
    await kitchen.add(orderId, ["Rib-eye steak"]);
    await command(bumpTicket, before.tickets[0]?.id ?? "", before.tickets[0]?.version ?? 0);
  }

  /** The stream from a place until a heartbeat says that nothing more is to come. */
  async function read(after: string): Promise<readonly StreamEvent[]> {
    const { asOf } = await kitchen.board("manager");
    const abort = new AbortController();
    const visit = { query: { after }, signal: abort.signal };
    const { body } = await kitchen.call<AsyncIterable<string>>(kdsStream, "manager", visit);
    const events: StreamEvent[] = [];
    for await (const chunk of body) {
      for (const block of chunk.split("\n\n")) {
        const [, event, id, data] = TEXT.exec(block) ?? [];
        if (event !== undefined && data !== undefined) events.push({ event, id, data });
      }
      const last = events.at(-1);
      if (last?.event === "hb" && (JSON.parse(last.data) as Beat).head === asOf) break;
    }
    abort.abort();
    return events;
  }

  const follow = (state: BoardState, events: readonly StreamEvent[]) => events.reduce(afterEvent, state);
  const look = (tickets: readonly Ticket[]) =>
    tickets.map(({ id, version, state, alsoAt }) => ({ id, version, state, alsoAt }));

  it("tells of everything that happened", async () => {
    const now = await kitchen.board("manager");
    expect(told.filter(({ event }) => event === "ticket").length).toBeGreaterThan(8);
    expect(look(onBoard(follow(stateOf(before), told)))).toEqual(look(now.tickets));
  });

  it("cut at each boundary, and continued by its last id, ends with the database's board every time", async () => {
    const now = await kitchen.board("manager");
    for (let cut = 0; cut <= told.length; cut += 1) {
      const seen = follow(stateOf(before), told.slice(0, cut));
      const rest = await read(told[cut - 1]?.id ?? before.asOf);
      const state = follow(seen, rest);
      expect(look(onBoard(state)), `cut after ${cut}`).toEqual(look(now.tickets));
      expect(agrees(state, JSON.parse(rest.at(-1)?.data ?? "{}") as Beat)).toBe(true);
    }
  });

  it("with any one event left out is noticed by the next heartbeat, or did no harm", async () => {
    const now = await kitchen.board("manager");
    const beat = (await read(now.asOf)).at(-1);
    let noticed = 0;
    for (let lost = 0; lost < told.length; lost += 1) {
      const state = follow(stateOf(before), [...told.slice(0, lost), ...told.slice(lost + 1)]);
      const harm = JSON.stringify(onBoard(state).map(({ id, version }) => [id, version]));
      const isRight = harm === JSON.stringify(now.tickets.map(({ id, version }) => [id, version]));
      expect(agrees(state, JSON.parse(beat?.data ?? "{}") as Beat), `without ${lost}`).toBe(isRight);
      if (!isRight) noticed += 1;
    }
    expect(noticed).toBeGreaterThan(2);
  });
});
