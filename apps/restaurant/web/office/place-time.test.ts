/** The place's clocks against a browser that is elsewhere. */
import { afterEach, expect, it } from "vitest";
import { instantHere, timeHere, workIn } from "./place-time.js";
import { momentAfter } from "./until.js";

afterEach(() => workIn(undefined));

it.each([
  ["Europe/Berlin", "2026-11-28T19:00", "2026-11-28T18:00:00.000Z"],
  ["Pacific/Auckland", "2026-01-15T08:30", "2026-01-14T19:30:00.000Z"],
  ["America/New_York", "2026-07-04T23:45", "2026-07-05T03:45:00.000Z"],
  // The hour that is there twice, and the one that is not there.
  ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
  ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z"],
])("takes what is typed in %s for a time there: %s", (timeZone, typed, instant) => {
  workIn(timeZone);
  expect(instantHere(typed).toISOString()).toBe(instant);
});

it("shows an instant as the place's clocks do", () => {
  workIn("Asia/Kolkata");
  expect(timeHere("2026-11-28T18:00:00Z")).toBe("11:30 PM");
});

it("ends what lasts until tomorrow on the place's next morning", () => {
  workIn("Asia/Tokyo");
  const evening = new Date("2026-11-28T10:00:00Z");
  expect(momentAfter("tomorrow", evening)?.toISOString()).toBe("2026-11-28T21:00:00.000Z");
  // Past midnight there, before it here.
  expect(momentAfter("tomorrow", new Date("2026-11-28T17:00:00Z"))?.toISOString()).toBe("2026-11-28T21:00:00.000Z");
  expect(momentAfter("hour", evening)?.toISOString()).toBe("2026-11-28T11:00:00.000Z");
  expect(momentAfter("said", evening)).toBeUndefined();
});
