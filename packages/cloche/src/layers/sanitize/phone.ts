/** Reads a phone number into the international form of ITU-T E.164. */
import { configFault, onlyKnown } from "../../kernel/index.js";

/** How national numbers are read. */
export interface PhoneOptions {
  /** The country code, digits only, for numbers written without one. Default: such numbers are refused. */
  readonly countryCode?: string;
}

const OPTIONS = ["countryCode"];
const MAX_RAW_LENGTH = 40;
const E164 = /^\+[1-9][0-9]{6,14}$/;
const WRITTEN = /^\+?[0-9 ().\-/\u00a0\u2010-\u2015]+$/;
const COUNTRY_CODE = /^[1-9][0-9]{0,2}$/;

/**
 * The number as a plus sign and 7 to 15 digits, or `undefined` where the text is none.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * cleanPhone("+49 (30) 123-456");                 // "+4930123456"
 * cleanPhone("030 123456", { countryCode: "49" }); // "+4930123456"
 */
export function cleanPhone(text: string, options: PhoneOptions = {}): string | undefined {
  onlyKnown(options, OPTIONS, "cleanPhone");
  const { countryCode } = options;
  if (countryCode !== undefined && !COUNTRY_CODE.test(countryCode)) {
    throw configFault("option_invalid", { where: "cleanPhone.countryCode", fix: 'Give the digits, such as "49".' });
  }
  if (text.length > MAX_RAW_LENGTH) return undefined;
  const trimmed = text.trim();
  if (!WRITTEN.test(trimmed)) return undefined;
  const number = international(trimmed, countryCode);
  return number !== undefined && E164.test(number) ? number : undefined;
}

function international(text: string, countryCode: string | undefined): string | undefined {
  const digits = text.replace(/[^0-9]/g, "");
  // "+44 (0)20" shows the national prefix for callers at home; it is not dialled after the country code.
  if (text.startsWith("+")) return `+${text.replace("(0)", "").replace(/[^0-9]/g, "")}`;
  if (digits.startsWith("00")) return `+${digits.slice(2)}`;
  return countryCode === undefined ? undefined : `+${countryCode}${digits.replace(/^0/, "")}`;
}
