import { describe, expect, it } from "vitest";
import { nextOpening, openingWords } from "./opening.js";

const BERLIN = "Europe/Berlin";
/** A Friday, 19:30 in Berlin. */
const FRIDAY_EVENING = Date.parse("2026-11-27T18:30:00Z");
const FRIDAY = 5;
const SATURDAY = 6;

describe("when a place is open next", () => {
  it("is today where it opens later", () => {
    const hours = [{ weekdays: [5], fromMinute: 20 * 60, toMinute: 60 }];
    const opening = nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING);
    expect(opening).toEqual({ inDays: 0, weekday: FRIDAY, minute: 20 * 60 });
    expect(openingWords(opening)).toMatch(/^We open today at (?:20:00|8:00|08:00)/);
  });

  it("goes over the end of the week", () => {
    const hours = [{ weekdays: [1, 2, 5], fromMinute: 11 * 60 + 30, toMinute: 14 * 60 }];
    const opening = nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING);
    expect(opening).toEqual({ inDays: 3, weekday: 1, minute: 11 * 60 + 30 });
    expect(openingWords(opening)).toMatch(/^We open on Monday at 11:30/);
  });

  it("reads the clock on the place's wall", () => {
    const hours = [{ weekdays: [6], fromMinute: 4 * 60, toMinute: 14 * 60 }];
    // In Tokyo it is Saturday, 03:30.
    const tokyo = nextOpening({ hours, timezone: "Asia/Tokyo" }, FRIDAY_EVENING);
    expect(tokyo).toEqual({ inDays: 0, weekday: SATURDAY, minute: 4 * 60 });
    const berlin = nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING);
    expect(berlin).toEqual({ inDays: 1, weekday: SATURDAY, minute: 4 * 60 });
    expect(openingWords(berlin)).toMatch(/^We open tomorrow at 0?4:00/);
  });

  it("says nothing where there are no hours", () => {
    expect(openingWords(nextOpening({ hours: [], timezone: BERLIN }, FRIDAY_EVENING))).toBe("");
  });
});
