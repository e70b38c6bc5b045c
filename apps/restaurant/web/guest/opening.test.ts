import { describe, expect, it } from "vitest";
import { nextOpening } from "./opening.js";

const BERLIN = "Europe/Berlin";
/** A Friday, 19:30 in Berlin. */
const FRIDAY_EVENING = Date.parse("2026-11-27T18:30:00Z");

describe("when a place is open next", () => {
  it("is today where it opens later", () => {
    const hours = [{ weekdays: [5], fromMinute: 20 * 60, toMinute: 60 }];
    expect(nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING)).toBe("today at 20:00");
  });

  it("goes over the end of the week", () => {
    const hours = [{ weekdays: [1, 2, 5], fromMinute: 11 * 60 + 30, toMinute: 14 * 60 }];
    expect(nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING)).toBe("Mon at 11:30");
  });

  it("reads the clock on the place's wall", () => {
    const hours = [{ weekdays: [6], fromMinute: 4 * 60, toMinute: 14 * 60 }];
    // In Tokyo it is Saturday, 03:30.
    expect(nextOpening({ hours, timezone: "Asia/Tokyo" }, FRIDAY_EVENING)).toBe("today at 04:00");
    expect(nextOpening({ hours, timezone: BERLIN }, FRIDAY_EVENING)).toBe("tomorrow at 04:00");
  });

  it("says nothing where there are no hours", () => {
    expect(nextOpening({ hours: [], timezone: BERLIN }, FRIDAY_EVENING)).toBeUndefined();
  });
});
