import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsIn, type Placeable, pagesOf, type Sheet } from "./pages.js";

const SHEET: Sheet = { columns: 2, height: 100, gap: 10, continued: 5 };
const card = (id: string, lines: readonly number[], more: Partial<Placeable["heights"]> = {}): Placeable => ({
  id,
  heights: { frame: 0, head: 10, lines, foot: 10, ...more },
});
/** `a0-2` are the first two lines of a; a bar where it goes on. */
const look = (cards: readonly Placeable[], sheet = SHEET) =>
  pagesOf(cards, sheet).map((page) =>
    page.map((column) => column.map(({ id, from, to, isLast }) => `${id}${from}-${to}${isLast ? "" : "|"}`).join(" ")),
  );

describe("the board's pages", () => {
  it("are filled column by column, the oldest at the top left", () => {
    const cards = ["a", "b", "c", "d", "e"].map((id) => card(id, [20]));
    expect(look(cards)).toEqual([["a0-1 b0-1", "c0-1 d0-1"], ["e0-1"]]);
  });

  it("keep a card whole where a column can hold it", () => {
    expect(look([card("a", [20]), card("b", [30, 30])])).toEqual([["a0-1", "b0-2"]]);
  });

  it("let a long card go on in the next column and over to the next page, its foot at its end", () => {
    const long = card("a", [30, 30, 30, 30, 30, 30]);
    expect(look([long])).toEqual([["a0-2|", "a2-5|"], ["a5-6"]]);
    expect(pagesOf([long], SHEET)[0]?.[0]?.[0]).toEqual({ id: "a", from: 0, to: 2, isFirst: true, isLast: false });
  });

  it("show a line that is higher than the screen rather than nothing", () => {
    expect(look([card("a", [500, 20, 20])])).toEqual([["a0-1|", "a1-3"]]);
    expect(look([card("a", [])])).toEqual([["a0-0"]]);
  });

  it("have five columns on a wall's screen, three on a tablet of ten inches, and one on a telephone", () => {
    const least = { least: 320, gap: 12 };
    expect([1920, 1280, 1024, 360].map((width) => columnsIn(width - 24, least))).toEqual([5, 3, 3, 1]);
  });

  it("hold every line once, in order, and no column holds more than fits", () => {
    const height = fc.integer({ min: 1, max: 60 });
    const heights = fc.record({
      frame: height,
      head: height,
      lines: fc.array(height, { maxLength: 12 }),
      foot: height,
    });
    const sheets = fc.record({
      columns: fc.integer({ min: 1, max: 5 }),
      height: fc.integer({ min: 250, max: 900 }),
      gap: fc.integer({ min: 0, max: 20 }),
      continued: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(heights, { maxLength: 15 }), sheets, (all, sheet) => {
        const cards = all.map((one, at) => ({ id: String(at), heights: one }));
        const pages = pagesOf(cards, sheet);
        const pieces = pages.flat(2);
        const lines = pieces.flatMap(({ id, from, to }) =>
          Array.from({ length: to - from }, (_, n) => `${id} ${from + n}`),
        );
        expect(lines).toEqual(cards.flatMap(({ id, heights: { lines: own } }) => own.map((_, n) => `${id} ${n}`)));
        expect(pieces.filter(({ isLast }) => isLast).map(({ id }) => id)).toEqual(cards.map(({ id }) => id));
        expect(pages.every((page) => page.length > 0 && page.length <= sheet.columns)).toBe(true);
        for (const column of pages.flat()) {
          const tall = column.map(({ id, from, to, isFirst, isLast }) => {
            const {
              frame,
              head,
              lines: own,
              foot,
            } = cards[Number(id)]?.heights ?? { frame: 0, head: 0, lines: [], foot: 0 };
            const ends = (isFirst ? head : sheet.continued) + (isLast ? foot : sheet.continued);
            return frame + ends + own.slice(from, to).reduce((sum, one) => sum + one, 0);
          });
          const total = tall.reduce((sum, one) => sum + one, 0) + sheet.gap * (column.length - 1);
          expect(total).toBeLessThanOrEqual(sheet.height);
        }
      }),
    );
  });
});
