import fc from "fast-check";
import { expect, it } from "vitest";
import { movedBy, movedTo } from "./reorder.js";

it("moves one thing and leaves the others in their order", () => {
  expect(movedBy(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
  expect(movedBy(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  expect(movedTo(["a", "b", "c", "d"], "a", "c")).toEqual(["b", "c", "a", "d"]);
  expect(movedTo(["a", "b", "c", "d"], "d", "b")).toEqual(["a", "d", "b", "c"]);
  expect(movedTo(["a", "b"], "x", "b")).toEqual(["a", "b"]);
  const ids = fc.uniqueArray(fc.string(), { minLength: 1 });
  fc.assert(
    fc.property(ids, fc.nat(), fc.integer({ min: -9, max: 9 }), (all, pick, by) => {
      const id = all[pick % all.length] ?? "";
      const moved = movedBy(all, id, by);
      expect([...moved].sort()).toEqual([...all].sort());
      expect(moved.filter((one) => one !== id)).toEqual(all.filter((one) => one !== id));
    }),
  );
});
