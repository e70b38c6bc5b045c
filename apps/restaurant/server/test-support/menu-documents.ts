/** Menus as documents, for tests: any that a place could have, in the order in which an export writes them. */
import fc from "fast-check";
import { MenuDocument, ORDER_TYPES } from "../../contracts/index.js";

const text = (max: number) =>
  fc
    .string({ minLength: 1, maxLength: Math.min(max, 12), unit: "grapheme" })
    .filter((one) => MenuDocument.shape.taxes.safeParse([{ name: one, components: [] }]).data?.[0]?.name === one);
const name = text(80);
const tags = fc.array(text(40), { maxLength: 3 });
const dayparts = fc.array(
  fc.record({
    weekdays: fc
      .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
      .map((days) => [...days].sort((one, other) => one - other)),
    fromMinute: fc.integer({ min: 0, max: 1439 }),
    toMinute: fc.integer({ min: 0, max: 1440 }),
  }),
  { maxLength: 1 },
);

const component = fc.record({
  orderType: fc.constantFrom(...ORDER_TYPES),
  name,
  ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
});
const tax = fc.record({
  name,
  components: fc.uniqueArray(component, { maxLength: 3, selector: ({ orderType, name: of }) => `${orderType} ${of}` }),
});

const option = fc.record({ name, priceDelta: fc.integer({ min: -1000, max: 1000 }), allergens: tags });
const group = fc
  .record({
    name,
    limits: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 5, max: 50 })),
    maxPerOption: fc.integer({ min: 1, max: 20 }),
    options: fc.array(option, { maxLength: 3 }),
  })
  .map(({ name: of, limits: [min, max], maxPerOption, options }) => ({ name: of, min, max, maxPerOption, options }));

const variant = fc.record({
  name,
  price: fc.integer({ min: 0, max: 1_000_000_000_000 }),
  prepSeconds: fc.integer({ min: 0, max: 14_400 }),
});

function dish(taxes: readonly string[], groups: number) {
  return fc.record({
    name,
    description: fc.oneof(fc.constant(""), text(500)),
    tax: fc.constantFrom(null, ...taxes),
    ...{ allergens: tags, diets: tags, course: fc.integer({ min: 1, max: 9 }), noPrep: fc.boolean(), dayparts },
    groups: fc.uniqueArray(fc.nat({ max: Math.max(0, groups - 1) }), { maxLength: Math.min(groups, 3) }),
    variants: fc.uniqueArray(variant, { maxLength: 3, selector: ({ name: of }) => of }),
  });
}

/** Any menu of a currency. */
export function anyMenu(currency: string): fc.Arbitrary<MenuDocument> {
  const taxes = fc
    .uniqueArray(tax, { maxLength: 3, selector: ({ name: of }) => of })
    .map((all) => all.sort(byText(({ name: of }) => of)));
  const groups = fc
    .uniqueArray(group, { maxLength: 4, selector: (one) => JSON.stringify(one) })
    .map((all) => all.sort(byText((one) => `${one.name}\n${JSON.stringify(one)}`)));
  return fc.tuple(taxes, groups).chain(([ofTaxes, ofGroups]) => {
    const dishes = dish(
      ofTaxes.map(({ name: of }) => of),
      ofGroups.length,
    );
    const category = fc.record({
      ...{ name, active: fc.boolean(), dayparts },
      dishes: fc.uniqueArray(dishes, { maxLength: 4, selector: ({ name: of }) => of }),
    });
    return fc.record({
      ...{ format: fc.constant("cloche-menu" as const), version: fc.constant(1 as const) },
      ...{ currency: fc.constant(currency), taxInclusive: fc.constant(true) },
      ...{ taxes: fc.constant(ofTaxes), groups: fc.constant(ofGroups) },
      categories: fc.uniqueArray(category, { maxLength: 3, selector: ({ name: of }) => of }),
    });
  });
}

function byText<Thing>(textOf: (thing: Thing) => string): (one: Thing, other: Thing) => number {
  return (one, other) => (textOf(one) < textOf(other) ? -1 : 1);
}
