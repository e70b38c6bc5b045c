/** Business days, windows and wall clocks on the days that have 23, 24 and a half, or 25 hours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { businessDateOf, instantAt, isWithin, localMoment, minuteOf } from "./local-time.js";

const at = (text: string) => new Date(text);
const CUT_OFF = minuteOf("04:00:00");

/** Each: instant, zone, what the wall shows, the business day that begins at four. */
const MOMENTS = [
  ["2026-03-29T00:59:00Z", "Europe/Berlin", "2026-03-29 01:59", "2026-03-28"],
  // The clock jumps from two to three.
  ["2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29 03:00", "2026-03-28"],
  ["2026-03-29T02:00:00Z", "Europe/Berlin", "2026-03-29 04:00", "2026-03-29"],
  // The hour from two to three comes twice.
  ["2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25 02:30", "2026-10-24"],
  ["2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25 02:30", "2026-10-24"],
  ["2026-10-25T02:59:00Z", "Europe/Berlin", "2026-10-25 03:59", "2026-10-24"],
  ["2026-10-25T03:00:00Z", "Europe/Berlin", "2026-10-25 04:00", "2026-10-25"],
  ["2026-03-08T07:00:00Z", "America/New_York", "2026-03-08 03:00", "2026-03-07"],
  ["2026-03-08T08:00:00Z", "America/New_York", "2026-03-08 04:00", "2026-03-08"],
  ["2026-11-01T08:59:00Z", "America/New_York", "2026-11-01 03:59", "2026-10-31"],
  ["2026-11-01T09:00:00Z", "America/New_York", "2026-11-01 04:00", "2026-11-01"],
  // Half an hour of summer time, south of the equator.
  ["2026-10-03T15:29:00Z", "Australia/Lord_Howe", "2026-10-04 01:59", "2026-10-03"],
  ["2026-10-03T15:30:00Z", "Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03"],
  ["2026-10-03T17:00:00Z", "Australia/Lord_Howe", "2026-10-04 04:00", "2026-10-04"],
  ["2026-12-31T23:59:00Z", "Asia/Kolkata", "2027-01-01 05:29", "2027-01-01"],
] as const;

const shown = (moment: ReturnType<typeof localMoment>) =>
  `${moment.date} ${String(Math.floor(moment.minute / 60)).padStart(2, "0")}:${String(moment.minute % 60).padStart(2, "0")}`;

describe("a place's own time", () => {
  it.each(MOMENTS)("%s in %s is %s, of the business day %s", (instant, zone, wall, day) => {
    expect(shown(localMoment(at(instant), zone))).toBe(wall);
    expect(businessDateOf(at(instant), zone, CUT_OFF)).toBe(day);
  });

  it("takes the first of two instants, and the later of a time that is jumped over", () => {
    expect(instantAt("2026-10-25", 150, "Europe/Berlin").toISOString()).toBe("2026-10-25T00:30:00.000Z");
    expect(instantAt("2026-03-29", 150, "Europe/Berlin").toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(instantAt("2026-10-04", 135, "Australia/Lord_Howe").toISOString()).toBe("2026-10-03T15:45:00.000Z");
    expect(instantAt("2026-03-07", 1440 + 4 * 60, "America/New_York").toISOString()).toBe("2026-03-08T08:00:00.000Z");
  });

  it("shows on the wall what the instant was made from", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC");
    const days = fc
      .integer({ min: 0, max: 730 })
      .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 0, max: 1439 }), (zone, date, minute) => {
        const moment = localMoment(instantAt(date, minute, zone), zone);
        expect(moment.date).toBe(date);
        // A jump is an hour at most.
        expect([0, 30, 60]).toContain(moment.minute - minute);
      }),
      { numRuns: 500 },
    );
  });

  it("knows the days of the week, and windows that go past midnight", () => {
    const friday = [{ weekdays: [5], fromMinute: 18 * 60, toMinute: 2 * 60 }];
    const moments = [
      "2026-06-12T15:59Z",
      "2026-06-12T16:00Z",
      "2026-06-12T23:59Z",
      "2026-06-13T00:00Z",
      "2026-06-13T16:00Z",
    ];
    expect(moments.map((text) => isWithin(friday, localMoment(at(text), "Europe/Berlin")))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isWithin([], localMoment(at("2026-06-12T15:59Z"), "UTC"))).toBe(true);
    expect(localMoment(at("2026-06-14T12:00Z"), "UTC").weekday).toBe(7);
  });

  it("agrees with the database about the business day", async () => {
    const { PGlite } = await import("@electric-sql/pglite");
    const database = await PGlite.create();
    for (const [instant, zone, , day] of MOMENTS) {
      const { rows } = await database.query<{ day: string }>(
        "select (($1::timestamptz at time zone $2) - '04:00'::time::interval)::date::text as day",
        [instant, zone],
      );
      expect([instant, rows[0]?.day]).toEqual([instant, day]);
    }
    await database.close();
  });
});
