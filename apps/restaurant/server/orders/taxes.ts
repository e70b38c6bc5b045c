/** The taxes of a line: how much, and of which kind, so that the parts always add up to the whole. */
import { type Minor, minor, share, spread, sum } from "./money.js";

/** One tax, such as "VAT 19 %". */
export interface TaxComponent {
  readonly name: string;
  /** Parts per million: 190000 is 19 %. */
  readonly ratePpm: number;
}

/** How a place computes. */
export interface TaxRules {
  /** Whether prices hold the tax already. */
  readonly inclusive: boolean;
  /** Whether a line's tax is rounded once and split, or each component by itself, where law wants that. */
  readonly rounding: "line" | "component";
}

/** What one tax takes of a line. */
export interface TaxPart extends TaxComponent {
  /** What it is computed from: the line without tax. */
  readonly taxable: Minor;
  readonly amount: Minor;
  readonly included: boolean;
}

const WHOLE = 1_000_000;

/** The taxes of a line that costs `price`. */
export function taxParts(price: Minor, components: readonly TaxComponent[], rules: TaxRules): readonly TaxPart[] {
  if (components.length === 0) return [];
  const amounts = rules.rounding === "line" ? splitTax(price, components, rules) : eachTax(price, components, rules);
  const taxable = rules.inclusive ? minor(price - sum(amounts)) : price;
  return components.map(({ name, ratePpm }, index) => ({
    name,
    ratePpm,
    taxable,
    amount: amounts[index] ?? minor(0),
    included: rules.inclusive,
  }));
}

const rateOf = (components: readonly TaxComponent[]): number =>
  components.reduce((total, { ratePpm }) => total + ratePpm, 0);

function splitTax(price: Minor, components: readonly TaxComponent[], { inclusive }: TaxRules): readonly Minor[] {
  const rate = rateOf(components);
  const tax = inclusive ? minor(price - share(price, WHOLE, WHOLE + rate)) : share(price, rate, WHOLE);
  return spread(
    tax,
    components.map(({ ratePpm }) => ratePpm),
  );
}

function eachTax(price: Minor, components: readonly TaxComponent[], { inclusive }: TaxRules): readonly Minor[] {
  const denominator = inclusive ? WHOLE + rateOf(components) : WHOLE;
  return components.map(({ ratePpm }) => share(price, ratePpm, denominator));
}
