import { expect, it } from "vitest";
import type { Ticket } from "../../contracts/index.js";
import { eachLine, sameTogether } from "./same-items.js";

type Item = Ticket["items"][number];
const line = (id: string, more: Partial<Item> = {}): Item => ({
  ...{ id, name: "Burger", quantity: 1, options: [], instructions: null, allergens: [], state: "queued" as const },
  ...{ added: false, version: 1 },
  ...more,
});
const look = (lines: ReturnType<typeof sameTogether>) =>
  lines.map(({ item, all }) => `${item.quantity} ${item.name}: ${all.map(({ id }) => id).join()}`);

it("the same dishes made the same way are one line, where the first of them stands", () => {
  const items = [line("a", { quantity: 2 }), line("f", { name: "Fries" }), line("b"), line("c")];
  expect(look(sameTogether(items))).toEqual(["4 Burger: a,b,c", "1 Fries: f"]);
  expect(look(eachLine(items))).toHaveLength(4);
});

it.each<[string, Partial<Item>]>([
  ["made another way", { options: ["No onion"] }],
  ["with a word to the cook", { instructions: "cut in half" }],
  ["done already", { state: "done" }],
  ["added later", { added: true }],
  ["of another recipe", { allergens: ["nuts"] }],
])("a dish %s stays a line of its own", (_, more) => {
  expect(sameTogether([line("a"), line("b", more)])).toHaveLength(2);
});
