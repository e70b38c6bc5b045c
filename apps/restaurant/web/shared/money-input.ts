/** Money as people type it. */

/** How many decimals a currency has. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "12.50" or "12,5" in whole minor units; `undefined` where it is no amount, or has too many decimals. */
export function minorUnits(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const parts = /^(\d{1,10})(?:[.,](\d*))?$/.exec(text.trim());
  const [, whole = "", decimals = ""] = parts ?? [];
  if (parts === null || decimals.length > digits) return undefined;
  return Number(whole + decimals.padEnd(digits, "0"));
}

/** Whole minor units as they are typed: "12.50". */
export function typedMoney(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amount).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
