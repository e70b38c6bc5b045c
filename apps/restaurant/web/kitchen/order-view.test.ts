import { describe, expect, it } from "vitest";
import type { Ticket } from "../../contracts/index.js";
import { passOrders } from "./order-view.js";

const NOW = Date.parse("2026-11-27T18:30:00Z");
const item = (state: "queued" | "done" | "void") => ({
  ...{ id: crypto.randomUUID(), name: "Dish", quantity: 1, options: [], instructions: null, allergens: [] },
  ...{ state, added: false, version: 1 },
});
const ticket = (orderId: string, station: string, more: Partial<Ticket> = {}): Ticket => ({
  ...{ id: `${orderId} ${station}`, orderId, orderNumber: 1, orderType: "pickup", course: 1, state: "open" },
  ...{
    version: 1,
    firedAt: "2026-11-27T18:20:00Z",
    dueAt: null,
    bumpedAt: null,
    changedAt: null,
    rush: false,
    recallCount: 0,
  },
  ...{ guest: "", allergyNote: null, alsoAt: [], items: [item("queued")] },
  station: { id: station, name: station, warnAfterSeconds: 300, lateAfterSeconds: 480 },
  ...more,
});
const BUMPED = { state: "bumped", items: [item("done")], bumpedAt: "2026-11-27T18:29:00Z" } as const;

describe("orders at the pass", () => {
  it("gather the tickets of all stations, with how far each is", () => {
    const half = { items: [item("done"), item("queued"), item("void")] };
    const [order] = passOrders(
      [ticket("a", "Grill", half), ticket("a", "Fry", { ...BUMPED, items: [item("done")] })],
      NOW,
    );
    expect(order?.shares).toEqual([
      { station: "Grill", done: 1, total: 2 },
      { station: "Fry", done: 1, total: 1 },
    ]);
    expect(order?.allReady).toBe(false);
  });

  it("are all ready once every station is, and stay in sight for a while", () => {
    const all = [ticket("a", "Grill", { ...BUMPED, items: [item("done")] })];
    expect(passOrders(all, NOW)[0]?.allReady).toBe(true);
    expect(passOrders(all, NOW + 20 * 60_000)).toEqual([]);
  });

  it("know of stations whose tickets are not here", () => {
    const alsoAt = [{ station: { id: "Bar", name: "Bar" }, done: 0, total: 1 }];
    const [order] = passOrders([ticket("a", "Grill", { items: [item("done")], alsoAt })], NOW);
    expect(order?.shares).toContainEqual({ station: "Bar", done: 0, total: 1 });
    expect(order?.allReady).toBe(false);
  });

  it("come rushed first, then by when they were fired", () => {
    const later = { firedAt: "2026-11-27T18:25:00Z" };
    const all = [ticket("b", "Grill", later), ticket("a", "Grill"), ticket("c", "Grill", { ...later, rush: true })];
    expect(passOrders(all, NOW).map(({ orderId }) => orderId)).toEqual(["c", "a", "b"]);
  });
});
