/** The form parameters of a Twilio delivery, and the text Twilio signs them as. */
import { fromUtf8 } from "../../kernel/index.js";

/** One parameter of the form. */
export interface TwilioParam {
  readonly name: string;
  readonly value: string;
}

/** More than Twilio sends anywhere; a form beyond it only makes work. */
const MAX_PARAMS = 1000;

/**
 * The parameters of the raw form by name, then by value; `undefined` where it is not UTF-8 or holds too many of them.
 */
export function twilioParams(bytes: Uint8Array): readonly TwilioParam[] | undefined {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  const params: TwilioParam[] = [];
  // Without an iterator over pairs, which costs as much as the parsing.
  new URLSearchParams(text).forEach((value, name) => {
    params.push({ name, value });
  });
  return params.length <= MAX_PARAMS ? params.sort(inOrder) : undefined;
}

/** Names in order, each followed by its distinct values in order, with nothing between. */
export function signedParams(params: readonly TwilioParam[]): string {
  let signed = "";
  let before: TwilioParam | undefined;
  for (const param of params) {
    if (before?.name !== param.name || before.value !== param.value) signed += param.name + param.value;
    before = param;
  }
  return signed;
}

/** The value of a parameter that stands once; `undefined` where it is missing or stands more than once. */
export function soleParam(params: readonly TwilioParam[], wanted: string): string | undefined {
  let found: string | undefined;
  for (const { name, value } of params) {
    if (name !== wanted) continue;
    if (found !== undefined) return undefined;
    found = value;
  }
  return found;
}

// By code units, as Twilio's own packages sort.
function inOrder(a: TwilioParam, b: TwilioParam): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.value === b.value) return 0;
  return a.value < b.value ? -1 : 1;
}
