/** Prices: totals foot, groups' rules hold, and nothing a guest writes can change what something costs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billOf } from "./bill.js";
import { minor } from "./money.js";
import type { SoldItem } from "./offers.store.js";
import { needsOf, pricedLines, subtotalOf } from "./priced-lines.js";
import { taxParts } from "./taxes.js";

const BURGER: SoldItem = {
  id: "burger",
  name: "Burger",
  course: 1,
  allergens: ["gluten"],
  variant: { id: "regular", name: "Regular", price: minor(1250), prepSeconds: 600, left: undefined },
  groups: [
    { id: "extras", name: "Extras", min: 0, max: 3, maxPerOption: 2 },
    { id: "doneness", name: "Doneness", min: 1, max: 1, maxPerOption: 1 },
  ],
  options: [
    option("bacon", "extras", { priceDelta: 180 }),
    option("cheese", "extras", { priceDelta: 120, allergens: ["milk", "gluten"] }),
    option("no-bun", "extras", { priceDelta: -700 }),
    option("sold-out", "extras", { left: 0 }),
    option("rare", "doneness", {}),
    option("medium", "doneness", {}),
  ],
  taxes: [],
  isOnTime: true,
};

function option(id: string, groupId: string, more: { priceDelta?: number; allergens?: string[]; left?: number }) {
  const { priceDelta = 0, allergens = [], left } = more;
  return { id, groupId, name: id, priceDelta: minor(priceDelta), allergens, left };
}

const taxes = { inclusive: true, rounding: "line" } as const;
const listOf = (item: SoldItem) => ({ offers: new Map([["regular", item]]), taxes });
const OFFERS = listOf(BURGER);
const line = (options: Record<string, number>, quantity = 1, offerId = "regular") => ({
  offerId,
  quantity,
  options: Object.entries(options).map(([id, count]) => ({ id, quantity: count })),
});
const priced = (options: Record<string, number>, quantity = 1) => pricedLines([line(options, quantity)], OFFERS);

describe("a line's price", () => {
  it("is the variant with its options, times the quantity", () => {
    expect(priced({ bacon: 2, cheese: 1, rare: 1 }, 3)).toMatchObject([{ unitPrice: 1730, total: 5190 }]);
  });

  it("names every allergen of the item and its options once", () => {
    expect(priced({ cheese: 1, rare: 1 })).toMatchObject([{ allergens: ["gluten", "milk"] }]);
  });

  it("keeps the instructions as they were typed", () => {
    const instructions = "<script>alert(1)</script>";
    expect(pricedLines([{ ...line({ rare: 1 }), instructions }], OFFERS)).toMatchObject([{ note: instructions }]);
  });
});

describe("options that do not fit", () => {
  it.each<[string, Record<string, number>]>([
    ["too few of a group", {}],
    ["too many of a group", { rare: 1, medium: 1 }],
    ["too many of a group, counted as often as chosen", { rare: 1, bacon: 2, cheese: 2 }],
    ["one option too often", { rare: 1, bacon: 3 }],
    ["an option nobody offers", { rare: 1, gold: 1 }],
    ["less than nothing for a price", { rare: 1, "no-bun": 2 }],
  ])("%s", (_, options) => {
    expect(priced(options)).toBe("options_invalid");
  });

  it("refuses the same option listed twice, which would get round its limit", () => {
    const twice = {
      offerId: "regular",
      quantity: 1,
      options: [...line({ rare: 1, bacon: 2 }).options, { id: "bacon", quantity: 1 }],
    };
    expect(pricedLines([twice], OFFERS)).toBe("options_invalid");
  });
});

describe("what cannot be had", () => {
  it("is an item nobody sells", () => {
    expect(pricedLines([line({}, 1, "unicorn")], OFFERS)).toBe("item_unavailable");
  });

  it("is an option that is sold out", () => {
    expect(priced({ rare: 1, "sold-out": 1 })).toBe("item_unavailable");
  });

  it("is an item that is not sold at that hour", () => {
    expect(pricedLines([line({ rare: 1 })], listOf({ ...BURGER, isOnTime: false }))).toBe("item_unavailable");
  });

  it("is an item that is sold out", () => {
    const gone = { ...BURGER, variant: { ...BURGER.variant, left: 0 } };
    expect(pricedLines([line({ rare: 1 })], listOf(gone))).toBe("item_unavailable");
  });
});

describe("totals foot", () => {
  it("for any bill: subtotal, added tax, fees and tip are the total, and the taxes of the lines are the bill's", () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const rates = fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 3 });
    const rules = fc.record({
      inclusive: fc.boolean(),
      rounding: fc.constantFrom("line" as const, "component" as const),
    });
    const bills = fc.record({
      prices: fc.array(amount, { minLength: 1, maxLength: 20 }),
      rates,
      rules,
      fees: amount,
      tip: amount,
    });
    fc.assert(
      fc.property(bills, ({ prices, rates: all, rules: kind, fees, tip }) => {
        const components = all.map((ratePpm, index) => ({ name: `tax ${index}`, ratePpm }));
        const lines = prices.map((price) => ({ total: minor(price), taxes: taxParts(minor(price), components, kind) }));
        const bill = billOf(lines, { fees: minor(fees), tip: minor(tip) });
        expect(bill.total).toBe(bill.subtotal + bill.taxAdded + bill.fees + bill.tip);
        const parts = lines.flatMap((one) => one.taxes).reduce((total, part) => total + part.amount, 0);
        expect(bill.taxIncluded + bill.taxAdded).toBe(parts);
        expect(bill.taxes.reduce((total, tax) => total + tax.amount, 0)).toBe(parts);
        if (kind.inclusive) expect(bill.taxAdded).toBe(0);
      }),
    );
  });

  it("for any order: the sum of the lines is the subtotal, each a whole number", () => {
    const slip = fc.record({
      quantity: fc.integer({ min: 1, max: 99 }),
      options: fc.subarray(["bacon", "cheese", "no-bun"], { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 50 }), (slips) => {
        const lines = slips.map(({ quantity, options }) =>
          line({ rare: 1, ...Object.fromEntries(options.map((id) => [id, 1])) }, quantity),
        );
        const result = pricedLines(lines, OFFERS);
        if (typeof result === "string") throw new Error(result);
        const expected = slips.reduce((sum, { quantity, options }) => {
          const extra = options.reduce((delta, id) => delta + ({ bacon: 180, cheese: 120 }[id] ?? -700), 0);
          return sum + quantity * (1250 + extra);
        }, 0);
        expect(subtotalOf(result)).toBe(expected);
      }),
    );
  });

  it("asks for limited things together and in one order", () => {
    const limited = { ...BURGER, variant: { ...BURGER.variant, left: 9 } };
    const result = pricedLines([line({ rare: 1 }, 2), line({ medium: 1 }, 3)], listOf(limited));
    if (typeof result === "string") throw new Error(result);
    expect(needsOf(result)).toEqual([{ kind: "variant", id: "regular", quantity: 5 }]);
  });
});
