/** Takes values out of a text by the names that stand before them: in a query, a header, JSON, or JSON inside JSON. */
import { REDACTED } from "./sensitive-patterns.js";

const NAME_AND_SIGN = /(?<![\w.-])([\w.-]{1,64})\\*["']?\s*(?:=>|[:=])\s*/g;
const VALUE = /\\*"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'&,;}]+/y;

/** The text without the values that follow a sensitive name. */
export function withoutNamedValues(text: string, isSensitive: (name: string) => boolean): string {
  let kept = "";
  let from = 0;
  for (const match of text.matchAll(NAME_AND_SIGN)) {
    if (match.index < from || !isSensitive(match[1] ?? "")) continue;
    const start = match.index + match[0].length;
    VALUE.lastIndex = start;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined) continue;
    kept += text.slice(from, start) + REDACTED;
    from = start + value.length;
  }
  return kept + text.slice(from);
}
