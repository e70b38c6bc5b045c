/** The form parameters of a Twilio delivery, and the text Twilio signs them as. */
import { fromUtf8 } from "../../kernel/index.js";

/** More than Twilio sends anywhere; a form beyond it only makes work. */
const MAX_PARAMS = 1000;

/** Parses the raw form, or answers `undefined` where it is not UTF-8 or holds too many parameters. */
export function twilioParams(bytes: Uint8Array): URLSearchParams | undefined {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  const params = new URLSearchParams(text);
  return params.size <= MAX_PARAMS ? params : undefined;
}

/** Names in order, each followed by its distinct values in order, with nothing between. */
export function signedParams(params: URLSearchParams): string {
  const names = [...new Set(params.keys())].sort();
  return names.map((name) => signedParam(name, params.getAll(name))).join("");
}

function signedParam(name: string, values: readonly string[]): string {
  return [...new Set(values)]
    .sort()
    .map((value) => name + value)
    .join("");
}
