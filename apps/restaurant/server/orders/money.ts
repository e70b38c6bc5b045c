/** Money as whole minor units, so that no sum is ever rounded by accident. */

declare const minorUnits: unique symbol;

/** An amount in whole minor units of some currency: 1250 is 12.50 euro. */
export type Minor = number & { readonly [minorUnits]: true };

/** The largest amount either way; far below where numbers stop being exact, even after one multiplication by 999. */
const LARGEST_AMOUNT = 1_000_000_000_000;

/**
 * Takes a number as an amount.
 *
 * @throws RangeError where it is not whole or larger than any bill could be
 */
export function minor(amount: number): Minor {
  if (!Number.isSafeInteger(amount) || Math.abs(amount) > LARGEST_AMOUNT) {
    throw new RangeError("An amount is a whole number of minor units within bounds.");
  }
  // Minus zero is zero: it would leave JSON and the database as something else than it came.
  return (amount === 0 ? 0 : amount) as Minor;
}

/** An amount several times. */
export function times(amount: Minor, quantity: number): Minor {
  return minor(amount * quantity);
}

/** The sum of amounts. */
export function sum(amounts: readonly Minor[]): Minor {
  return minor(amounts.reduce((total, amount) => total + amount, 0));
}

/** A fraction of an amount, half a unit rounded up: `round(amount * numerator / denominator)`. Nothing is negative. */
export function share(amount: Minor, numerator: number, denominator: number): Minor {
  const [top, bottom] = [BigInt(amount) * BigInt(numerator), BigInt(denominator)];
  return minor(Number((2n * top + bottom) / (2n * bottom)));
}

/**
 * Spreads an amount over weights so that the parts add up to it exactly: each gets its whole units, and what is left
 * goes one by one to the largest remainders, the earlier first.
 *
 * @param weights whole and not negative; where all are nought, everything goes to the first
 * @example
 * spread(minor(100), [1, 1, 1]); // 34, 33, 33
 */
export function spread(amount: Minor, weights: readonly number[]): readonly Minor[] {
  const whole = weights.reduce((total, weight) => total + BigInt(weight), 0n);
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? amount : minor(0)));
  const shares = weights.map((weight, index) => {
    const top = BigInt(amount) * BigInt(weight);
    return { index, units: top / whole, rest: top % whole };
  });
  const given = shares.reduce((total, { units }) => total + units, 0n);
  const first = [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const lucky = new Set(first.slice(0, Number(BigInt(amount) - given)).map(({ index }) => index));
  return shares.map(({ index, units }) => minor(Number(units) + (lucky.has(index) ? 1 : 0)));
}
