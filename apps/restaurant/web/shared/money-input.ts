/** Money as people type it. */
import { locale } from "./language.js";

/** What stands before the decimals, as the reader writes numbers; what is typed may have either. */
export const DECIMAL_MARK = new Intl.NumberFormat(locale).format(0.5).includes(",") ? "," : ".";

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

/** The same for what is added to a price, or with a minus in front taken from it. */
export function signedMinorUnits(text: string, currency: string): number | undefined {
  const [, sign = "", amount = ""] = /^([-+\u2212]?)(.*)$/.exec(text.trim()) ?? [];
  const units = minorUnits(amount, currency);
  return units === undefined || units === 0 || sign === "" || sign === "+" ? units : -units;
}

/** Whole minor units as they are typed: "12.50", "-0.50"; "12,50" where their reader writes so. */
export function typedMoney(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const sign = amount < 0 ? "-" : "";
  return sign + (digits === 0 ? text : text.slice(0, -digits) + DECIMAL_MARK + text.slice(-digits));
}
