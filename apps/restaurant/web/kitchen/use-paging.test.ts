import { expect, it } from "vitest";
import { elsewhereOf } from "./use-paging.js";

const card = (id: string, more: { isLate?: boolean; changedAt?: string } = {}) => ({
  ...{ id, isLate: false, changedAt: null },
  ...more,
});

it("what is on no page that is shown is counted, and what of it is new, changed or late", () => {
  const cards = [
    card("here", { isLate: true }),
    card("seen before"),
    card("late", { isLate: true }),
    card("new and late", { isLate: true }),
    card("changed", { changedAt: "12:05" }),
    card("changed and seen so", { changedAt: "12:04" }),
  ];
  const seen = new Map([
    ...["here", "seen before", "late", "changed"].map((id) => [id, null] as const),
    ["changed and seen so", "12:04"] as const,
  ]);
  expect(elsewhereOf(cards, ["here"], seen)).toEqual({ waiting: 5, fresh: 1, changed: 1, late: 2 });
  expect(
    elsewhereOf(
      cards,
      cards.map(({ id }) => id),
      seen,
    ),
  ).toEqual({ waiting: 0, fresh: 0, changed: 0, late: 0 });
});
