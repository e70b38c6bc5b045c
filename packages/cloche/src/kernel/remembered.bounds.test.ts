import { describe, expect, it, vi } from "vitest";
import { remembered } from "./index.js";

const makeOf = () => vi.fn((text: string) => text.toUpperCase());

describe("what is remembered of a pure function", () => {
  it("is what the function gives, worked out once", () => {
    const make = makeOf();
    const known = remembered(make);
    expect([known("a"), known("a"), known("b")]).toEqual(["A", "A", "B"]);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it("is bounded: a flood of new texts makes it forget the earlier ones", () => {
    const make = makeOf();
    const known = remembered(make);
    known("first");
    for (let index = 0; index < 4096; index += 1) known(`flood-${index}`);
    make.mockClear();
    expect(known("first")).toBe("FIRST");
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("holds no long text, which would let a sender choose how much memory is kept", () => {
    const make = makeOf();
    const known = remembered(make);
    const long = "x".repeat(257);
    expect(known(long)).toBe(known(long));
    expect(make).toHaveBeenCalledTimes(2);
  });
});
