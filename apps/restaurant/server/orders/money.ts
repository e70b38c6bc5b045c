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
