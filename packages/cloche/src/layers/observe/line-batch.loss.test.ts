import { describe, expect, it } from "vitest";
import { lineBatch } from "./line-batch.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("gathered lines", () => {
  it("are written whole, in order and once, a turn after they came", async () => {
    const written: string[] = [];
    const batch = lineBatch((lines) => written.push(lines));
    batch.add("one");
    batch.add("two");
    expect(written).toEqual([]);
    await turn();
    batch.add("three");
    await turn();
    expect(written).toEqual(["one\ntwo\n", "three\n"]);
  });

  it("never pile up in memory, however many come in one turn", () => {
    const written: number[] = [];
    const batch = lineBatch((lines) => written.push(lines.length));
    for (let line = 0; line < 10_000; line += 1) batch.add("x".repeat(99));
    batch.flush();
    expect(Math.max(...written)).toBeLessThanOrEqual(65_536 + 100);
    expect(written.reduce((sum, length) => sum + length, 0)).toBe(1_000_000);
  });

  it("that could not be written are told one by one, and those that come later are not lost with them", async () => {
    let broken = true;
    const written: string[] = [];
    const batch = lineBatch((lines) => {
      if (broken) throw new Error("no space left");
      written.push(lines);
    });
    batch.add("lost");
    batch.add("lost too");
    await turn();
    broken = false;
    expect(() => batch.add("kept")).toThrow("no space left");
    expect(() => batch.add("kept too")).toThrow("no space left");
    expect(() => batch.add("fine")).not.toThrow();
    await turn();
    expect(written.join("")).toBe("kept\nkept too\nfine\n");
  });
});
