/** Adds up an order: what its lines, fees and tip come to. */
import { type Minor, minor, sum } from "./money.js";

/** What adding up needs of a line. */
export interface BillLine {
  readonly total: Minor;
  readonly taxes: readonly {
    readonly name: string;
    readonly ratePpm: number;
    readonly amount: Minor;
    readonly included: boolean;
  }[];
}

/** A tax over the whole order. */
export type TaxSum = BillLine["taxes"][number];

/** What an order comes to; `total = subtotal + taxAdded + fees + tip`. */
export interface Bill {
  readonly subtotal: Minor;
  readonly taxIncluded: Minor;
  readonly taxAdded: Minor;
  readonly fees: Minor;
  readonly tip: Minor;
  readonly total: Minor;
  readonly taxes: readonly TaxSum[];
}

/** Adds up the stored lines, so that every receipt foots. */
export function billOf(lines: readonly BillLine[], { fees, tip }: Pick<Bill, "fees" | "tip">): Bill {
  const subtotal = sum(lines.map(({ total }) => total));
  const parts = lines.flatMap(({ taxes }) => taxes);
  const taxIncluded = sum(parts.filter(({ included }) => included).map(({ amount }) => amount));
  const taxAdded = sum(parts.filter(({ included }) => !included).map(({ amount }) => amount));
  const total = sum([subtotal, taxAdded, fees, tip]);
  return { subtotal, taxIncluded, taxAdded, fees, tip, total, taxes: taxSums(parts) };
}

function taxSums(parts: readonly TaxSum[]): readonly TaxSum[] {
  const sums = new Map<string, TaxSum>();
  for (const part of parts) {
    const key = `${part.name} ${part.ratePpm} ${part.included}`;
    sums.set(key, { ...part, amount: minor((sums.get(key)?.amount ?? 0) + part.amount) });
  }
  return [...sums.values()];
}
