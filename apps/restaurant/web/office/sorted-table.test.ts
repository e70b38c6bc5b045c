import { expect, it } from "vitest";
import { inOrder } from "./sorted-table.js";

const ROWS = [
  { name: "Table 10", count: 9 },
  { name: "table 2", count: 10 },
  { name: "Alcove", count: 9 },
];

it("sorts numbers as numbers, names as people read them, and leaves what is equal as it came", () => {
  const names = (rows: readonly (typeof ROWS)[number][]) => rows.map(({ name }) => name);
  expect(names(inOrder(ROWS, ({ name }) => name, false))).toEqual(["Alcove", "table 2", "Table 10"]);
  expect(names(inOrder(ROWS, ({ count }) => count, false))).toEqual(["Table 10", "Alcove", "table 2"]);
  expect(names(inOrder(ROWS, ({ count }) => count, true))).toEqual(["table 2", "Table 10", "Alcove"]);
});
