/** Rates of tax as people type them: per cent, where the API counts parts per million. */

import { DECIMAL_MARK } from "../shared/money-input.js";

const PPM_DIGITS = 4;

/** "19" or "5,5" per cent in parts per million; `undefined` where it is no rate from 0 to 100. */
export function ratePpm(text: string): number | undefined {
  const parts = /^(\d{1,3})(?:[.,](\d{0,4}))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, whole = "", decimals = ""] = parts;
  const ppm = Number(whole + decimals.padEnd(PPM_DIGITS, "0"));
  return ppm > 1_000_000 ? undefined : ppm;
}

/** 55000 as "5.5", or "5,5" where its reader writes so. */
export function typedRate(ppm: number): string {
  const text = String(ppm).padStart(PPM_DIGITS + 1, "0");
  const decimals = text.slice(-PPM_DIGITS).replace(/0+$/, "");
  return decimals === "" ? text.slice(0, -PPM_DIGITS) : text.slice(0, -PPM_DIGITS) + DECIMAL_MARK + decimals;
}
