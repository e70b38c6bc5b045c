import { describe, expect, it } from "vitest";
import { levelOf, timerOf } from "./ticket-time.js";

const FIRED = Date.parse("2026-11-27T18:00:00Z");
const station = { id: "s", name: "Grill", warnAfterSeconds: 300, lateAfterSeconds: 480 };
const ticket = { firedAt: new Date(FIRED).toISOString(), dueAt: null, station, state: "open" as const };
const at = (seconds: number) => FIRED + seconds * 1000;

describe("a ticket's time", () => {
  it("is how long it has waited, and too long at its station's times", () => {
    const seen = [0, 299, 300, 479, 480, 4271].map((seconds) => [
      timerOf(ticket, at(seconds)),
      levelOf(ticket, at(seconds)),
    ]);
    expect(seen).toEqual([
      ["00:00", "fresh"],
      ["04:59", "fresh"],
      ["05:00", "warn"],
      ["07:59", "warn"],
      ["08:00", "late"],
      ["71:11", "late"],
    ]);
    expect(levelOf({ ...ticket, state: "bumped" }, at(4271)), "nothing is left to make").toBe("fresh");
  });

  it("of an order for later is counted down to its promise, and late after that, however long ago it was fired", () => {
    const later = { ...ticket, dueAt: new Date(at(1200)).toISOString() };
    const seen = [0, 1019, 1020, 1199, 1200, 1290].map((seconds) => [
      timerOf(later, at(seconds)),
      levelOf(later, at(seconds)),
    ]);
    expect(seen).toEqual([
      ["-20:00", "fresh"],
      ["-03:01", "fresh"],
      ["-03:00", "warn"],
      ["-00:01", "warn"],
      ["+00:00", "late"],
      ["+01:30", "late"],
    ]);
  });
});
