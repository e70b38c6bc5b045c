import { describe, expect, it } from "vitest";
import type { MenuItem } from "../../contracts/index.js";
import { awayLines, basketOf, NO_WISH, zoneOf } from "./wish.js";

const money = (amount: number) => ({ amount, currency: "EUR" });
const DELIVERY = {
  deliveryZones: [
    { name: "City", postcodes: ["101"], fee: money(450), minimum: money(2500) },
    { name: "Near", postcodes: ["10 115"], fee: money(250), minimum: money(1500) },
  ],
};
const SOUP: MenuItem = {
  ...{ id: "soup", name: "Soup", description: "", price: money(600), categoryId: "starters", backAt: null },
  ...{ allergens: [], diets: [], image: null, available: true },
  variants: [{ id: "bowl", name: "Bowl", price: money(600), available: true, backAt: null }],
  optionGroups: [
    {
      ...{ id: "extras", name: "Extras", min: 0, max: 2, maxPerOption: 1 },
      options: [{ id: "bread", name: "Bread", price: money(100), allergens: ["gluten"] }],
    },
  ],
};
const LINE = { key: "1", item: SOUP, variantId: "bowl", quantity: 1, options: { bread: 1 }, instructions: "" };
const MENU = {
  restaurant: { name: "Lid", slug: "lid", currency: "EUR", taxInclusive: true },
  categories: [],
  items: [SOUP],
};

describe("what a guest wants", () => {
  it("lies in the zone whose postcode begins longest like it", () => {
    expect(zoneOf(DELIVERY, "10115")?.name).toBe("Near");
    expect(zoneOf(DELIVERY, "101-17")?.name).toBe("City");
    expect(zoneOf(DELIVERY, "20000")).toBeUndefined();
  });

  it("is priced once the address is whole", () => {
    const wish = { ...NO_WISH, orderType: "delivery" as const, street: "Main 1", postcode: "10115" };
    expect(basketOf([LINE], wish, undefined)).toBeUndefined();
    const { address } = basketOf([LINE], { ...wish, city: " Berlin " }, undefined) ?? {};
    expect(address).toEqual({ street: "Main 1", postcode: "10115", city: "Berlin" });
  });

  it("is at a table only with the code of one", () => {
    const wish = { ...NO_WISH, orderType: "dine_in" as const };
    expect(basketOf([LINE], wish, undefined)).toBeUndefined();
    expect(basketOf([LINE], wish, { tableToken: "t", label: "Table 1" })?.tableToken).toBe("t");
  });

  it("names the lines of which something is sold out", () => {
    expect(awayLines([LINE], MENU)).toEqual([]);
    const plain = { ...SOUP, optionGroups: [] };
    expect(awayLines([LINE], { ...MENU, items: [plain] })).toEqual([LINE]);
    const away = { ...SOUP, available: false };
    expect(awayLines([{ ...LINE, options: {} }], { ...MENU, items: [away] })).toHaveLength(1);
  });
});
