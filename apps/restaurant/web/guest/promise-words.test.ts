import { describe, expect, it } from "vitest";
import { promiseWords } from "./promise-words.js";

const NOW = Date.parse("2026-11-27T18:30:00Z");
const at = (minutes: number) =>
  promiseWords(new Date(NOW + minutes * 60_000).toISOString(), { now: NOW, timeZone: "Europe/Berlin" });

describe("when an order would be ready", () => {
  it("is told as a span of five minutes", () => {
    expect([at(22), at(20), at(4), at(0), at(-3)]).toEqual([
      "Ready in 20-25 min",
      "Ready in 20-25 min",
      "Ready in 0-5 min",
      "Ready in 0-5 min",
      "Ready in 0-5 min",
    ]);
  });

  it("is told as a time where it is later", () => {
    expect(at(120)).toMatch(/^Ready about .*(?:21:30|9:30)/);
  });
});
