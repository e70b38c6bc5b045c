/** Shapes of text that must not be written down, whatever field they stand in. */

/** A shape, and what takes its place. */
export interface SensitivePattern {
  readonly shape: RegExp;
  readonly replace: (match: string, ...groups: (string | undefined)[]) => string;
}

/** What stands where something was taken out. */
export const REDACTED = "[redacted]";

const whole = () => REDACTED;
const keepFirst = (_match: string, first: string | undefined) => `${first ?? ""}${REDACTED}`;

/** In order, and before any other: a narrow shape would leave a rest of these. */
export const WIDE_PATTERNS: readonly SensitivePattern[] = [
  { shape: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gs, replace: whole },
  { shape: /\b((?:set-)?cookie["']?\s*[:=]\s*)[^\r\n]+/gi, replace: keepFirst },
  { shape: /\b((?:proxy-)?authorization["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\r\n,;}]+)/gi, replace: keepFirst },
  { shape: /\b((?:bearer|basic|negotiate)\s+)[A-Za-z0-9._~+/=-]{6,}/gi, replace: keepFirst },
  { shape: /(:\/\/)[^\s/?#@]*@/g, replace: (_match, first) => `${first ?? ""}${REDACTED}@` },
];

/** In order, once the values of sensitive names are gone. */
export const NARROW_PATTERNS: readonly SensitivePattern[] = [
  { shape: /\beyJ[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){1,4}/g, replace: whole },
  {
    shape:
      /\b(?:(?:sk|rk|pk)_(?:live|test)_|rzp_(?:live|test)_|whsec_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_)[A-Za-z0-9_/+=-]{8,}/g,
    replace: whole,
  },
  {
    shape: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{30,}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
    replace: whole,
  },
  { shape: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, replace: (match) => (isCardNumber(match) ? REDACTED : match) },
  { shape: /[\p{L}\p{N}._%+'-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu, replace: whole },
  { shape: /(?:\+|%2B|(?<![\w.-])00)\d(?:[ ().-]{0,2}\d){6,14}(?![\w])/gi, replace: whole },
  { shape: /(?<![\w.-])\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?![\w-])/g, replace: whole },
  // Ten digits that cannot be a time in seconds, or national numbers with their leading zero.
  { shape: /(?<![\w.-])(?:0\d{9,11}|[2-9]\d{9})(?![\w-])/g, replace: whole },
];

/** Whether digits are a payment card's number: a card's first digit, its length, and Luhn's check (ISO/IEC 7812-1). */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
