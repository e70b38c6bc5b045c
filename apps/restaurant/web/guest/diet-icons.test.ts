/** Which icon a diet has, in the words that places write. */
import { expect, it } from "vitest";
import { dietIcon } from "./diet-icons.js";

it("is the same for a diet in either language and however it is written, and another for another diet", () => {
  expect(dietIcon(" Vegetarisch")).toBe(dietIcon("vegetarian"));
  expect(dietIcon("Glutenfrei")).toBe(dietIcon("gluten-free"));
  const known = ["vegan", "vegetarian", "gluten-free", "lactose-free", "halal", "kosher"];
  expect(new Set(known.map(dietIcon)).size).toBe(known.length);
});

it("is a plate for what a place calls its own, whatever that is", () => {
  const plate = dietIcon("Grandma's");
  expect([dietIcon("constructor"), dietIcon("")]).toEqual([plate, plate]);
  expect(dietIcon("vegan")).not.toBe(plate);
});
