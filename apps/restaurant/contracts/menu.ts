/** Contracts of the menu. */
import { anyone, contract } from "cloche";
import { z } from "zod";
import { Money } from "./money.js";

const Option = z.object({ id: z.uuid(), name: z.string(), price: Money, allergens: z.array(z.string()) });
const OptionGroup = z.object({
  id: z.uuid(),
  name: z.string(),
  min: z.int(),
  max: z.int(),
  maxPerOption: z.int(),
  options: z.array(Option),
});
const Item = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  price: Money,
  categoryId: z.uuid(),
  allergens: z.array(z.string()),
  diets: z.array(z.string()),
  available: z.boolean(),
  optionGroups: z.array(OptionGroup),
});

export const Menu = z.object({
  restaurant: z.object({ name: z.string(), currency: z.string() }),
  categories: z.array(z.object({ id: z.uuid(), name: z.string() })),
  items: z.array(Item),
});
export type Menu = z.infer<typeof Menu>;
export type MenuItem = Menu["items"][number];

export const readMenu = contract({
  method: "GET",
  path: "/api/v1/menu",
  summary: "The menu",
  tags: ["ordering"],
  allow: anyone("the menu is public"),
  returns: { 200: Menu },
});
