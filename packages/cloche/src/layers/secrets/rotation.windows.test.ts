/** A rotation keeps its promise of overlap, whatever the order of events, and ends what its place takes back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../kernel/index.js";
import { listed, nextTurn, type Rotation, step, type Told, type Version } from "./rotation.js";

const OVERLAP = 1000;
const version = (text: string): Version<string> => {
  const secret = new Secret(text, "S");
  return { text: secret, secret, label: text };
};
const told = (current: string, previous?: string | false): Told<string> => ({
  current: version(current),
  ...(previous === undefined ? {} : { previous: previous === false ? false : version(previous) }),
});
const textsAt = (state: Rotation<string>, now: number, lead = 0) =>
  listed(state, { now, lead }).map(({ label }) => label);

function after(moments: readonly (readonly [now: number, told: Told<string>])[]): Rotation<string> {
  const state = moments.reduce<Rotation<string> | undefined>(
    (before, [now, one]) => step(before, one, { now, overlap: OVERLAP }),
    undefined,
  );
  if (state === undefined) throw new Error("Nothing was told.");
  return state;
}

describe("versions", () => {
  it("overlap for the window and end with it", () => {
    const state = after([
      [0, told("a")],
      [10, told("b")],
    ]);
    expect(textsAt(state, 10)).toEqual(["b", "a"]);
    expect(textsAt(state, 1009)).toEqual(["b", "a"]);
    expect(textsAt(state, 1010)).toEqual(["b"]);
    expect(nextTurn(state, { now: 10, lead: 0 })).toBe(1010);
    expect(nextTurn(state, { now: 1010, lead: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  it("that rotate faster than they end are all kept for their own window", () => {
    const state = after([
      [0, told("a")],
      [10, told("b", "a")],
      [20, told("c", "b")],
    ]);
    expect(textsAt(state, 20)).toEqual(["c", "b", "a"]);
    expect(textsAt(state, 1015)).toEqual(["c", "b"]);
  });

  it("that were skipped between two reads are accepted too", () => {
    const state = after([
      [0, told("a")],
      [10, told("c", "b")],
    ]);
    expect(textsAt(state, 10)).toEqual(["c", "a", "b"]);
  });

  it.each([
    ["says there is none", told("b", false)],
    ["no longer names it", told("b")],
  ])("end at once where the place %s", (_how, next) => {
    expect(
      textsAt(
        after([
          [0, told("a")],
          [10, told("b", "a")],
          [20, next],
        ]),
        20,
      ),
    ).toEqual(["b"]);
  });

  it("come back in a rollback", () => {
    expect(
      textsAt(
        after([
          [0, told("a")],
          [10, told("b")],
          [20, told("a")],
        ]),
        20,
      ),
    ).toEqual(["a", "b"]);
  });

  it("are used only after their lead", () => {
    const state = after([
      [0, told("a")],
      [10, told("b")],
    ]);
    expect(textsAt(state, 59, 50)).toEqual(["a", "b"]);
    expect(textsAt(state, 60, 50)).toEqual(["b", "a"]);
    expect(nextTurn(state, { now: 10, lead: 50 })).toBe(60);
    expect(textsAt(after([[0, told("a")]]), 0, 50)).toEqual(["a"]);
  });

  it("of before the start count from when the current one came to be", () => {
    expect(textsAt(after([[5000, { ...told("b", "a"), since: 4500 }]]), 5000)).toEqual(["b", "a"]);
    expect(textsAt(after([[5000, { ...told("b", "a"), since: 3900 }]]), 5000)).toEqual(["b"]);
    // A place whose clock is ahead must not lengthen the window.
    expect(textsAt(after([[5000, { ...told("b", "a"), since: 9000 }]]), 6000)).toEqual(["b"]);
  });

  it("never end early, never live on, and never stand twice, in any order", () => {
    const reading = fc.record({ wait: fc.integer({ min: 0, max: 600 }), text: fc.constantFrom("a", "b", "c", "d") });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 30 }), (readings) => {
        let now = 0;
        let state: Rotation<string> | undefined;
        const lastCurrent = new Map<string, number>();
        for (const { wait, text } of readings) {
          now += wait;
          if (state !== undefined) lastCurrent.set(state.newest.label, now);
          state = step(state, told(text), { now, overlap: OVERLAP });
          lastCurrent.set(text, now);
          const found = textsAt(state, now);
          expect(found[0]).toBe(text);
          expect(new Set(found).size).toBe(found.length);
          const due = [...lastCurrent].filter(([one, at]) => one === text || at + OVERLAP > now).map(([one]) => one);
          expect([...found].sort()).toEqual(due.sort());
        }
      }),
      { numRuns: 500 },
    );
  });
});
