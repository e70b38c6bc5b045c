import { describe, expect, it } from "vitest";
import type { Ticket } from "../../contracts/index.js";
import { afterFirst, asPressed, without } from "./outbox.js";
import type { Unsent } from "./unsent-store.js";

const line = (id: string, version: number, state: "queued" | "done" = "queued") => ({
  ...{ id, name: id, quantity: 1, options: [], instructions: null, allergens: [], state, added: false, version },
});
const TICKET: Ticket = {
  ...{ id: "t", orderId: "o", orderNumber: 7, orderType: "pickup", course: 1, state: "open", version: 3 },
  ...{ firedAt: "2026-11-27T18:00:00Z", dueAt: null, bumpedAt: null, changedAt: null, rush: false, recallCount: 0 },
  ...{ guest: "Ana", allergyNote: null, alsoAt: [] },
  station: { id: "s", name: "Grill", warnAfterSeconds: 300, lateAfterSeconds: 480 },
  items: [line("burger", 1), line("steak", 1)],
};
const unsent = (more: Partial<Unsent>): Unsent => ({
  ...{ key: "k", verb: "done", of: "ticket-items", id: "burger", ticketId: "t", orderNumber: 7, expectedVersion: 1 },
  ...more,
});
const DONE = unsent({});
const BUMP = unsent({ key: "b", verb: "bump", of: "tickets", id: "t", expectedVersion: 3 });
const ELSEWHERE = unsent({ key: "e", ticketId: "other", id: "other", of: "tickets", verb: "bump" });

describe("what has not been sent", () => {
  it("goes on with the version that came of what went before", () => {
    const ticket = { ...TICKET, version: 4, items: [line("burger", 2, "done"), line("steak", 1)] };
    const left = afterFirst([DONE, BUMP, ELSEWHERE], { kind: "done", ticket });
    expect(left).toEqual([{ ...BUMP, expectedVersion: 4 }, ELSEWHERE]);
  });

  it("stays whole and in order while nothing is reached", () => {
    expect(afterFirst([DONE, BUMP], { kind: "unreached" })).toEqual([DONE, BUMP]);
  });

  it("is dropped for the ticket that somebody else has changed, and for no other", () => {
    expect(afterFirst([DONE, BUMP, ELSEWHERE], { kind: "conflict", ticket: TICKET })).toEqual([ELSEWHERE]);
    expect(afterFirst([DONE, ELSEWHERE], { kind: "refused", words: "no" })).toEqual([ELSEWHERE]);
  });

  it("can be taken back", () => {
    expect(without([DONE, BUMP], { id: "t" })).toEqual([DONE]);
    expect(without([DONE, BUMP], { id: "steak" })).toEqual([DONE, BUMP]);
  });

  it("shows on its ticket", () => {
    expect(asPressed(TICKET, [DONE]).items.map(({ state }) => state)).toEqual(["done", "queued"]);
    expect(asPressed(TICKET, [BUMP]).items.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(asPressed(TICKET, [ELSEWHERE])).toBe(TICKET);
  });
});
