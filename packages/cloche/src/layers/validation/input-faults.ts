/** What can be wrong with input before a schema sees it: one table, and the ready refusals for each part. */
import { type FieldError, type Refusal, refuse, table } from "../../kernel/index.js";

const INPUT_FAULTS = table({
  not_utf8: "The text is not well-formed UTF-8.",
  byte_order_mark: "The text starts with a byte-order mark.",
  not_json: "The text is not JSON.",
  duplicate_name: "A name occurs twice in one object.",
  forbidden_name: "A name is not allowed because it could change an object's prototype.",
  too_deep: "Objects and arrays are nested too deeply.",
  too_many_names: "There are too many names.",
  too_many_items: "An array has too many items.",
  text_too_long: "A text is too long.",
  number_out_of_range: "A number is too large to be represented.",
  percent_encoding_invalid: "A percent-encoded text cannot be decoded.",
  multipart_malformed: "The form is not well-formed.",
  too_many_files: "There are too many files.",
  encoding_invalid: "The compressed body cannot be read.",
  value_unreadable: "A value is neither a text nor a list of texts.",
});

/** The stable reason of input that cannot be read. */
export type InputFault = keyof typeof INPUT_FAULTS;

/** The refusal for each fault, made once. */
export type InputRefusals = Readonly<Record<InputFault, Refusal>>;

const BODY = refusalsFor("malformed_body");
const HEAD = refusalsFor("request_malformed");

/** The ready refusals for input that stands in the given part of a request. */
export function inputRefusals(part: FieldError["in"]): InputRefusals {
  return part === "body" ? BODY : HEAD;
}

/** Whether a name could reach an object's prototype (ASVS 5.0, 15.3.6). */
export function isForbiddenName(name: string): boolean {
  return name === "__proto__" || name === "constructor" || name === "prototype";
}

function refusalsFor(code: "malformed_body" | "request_malformed"): InputRefusals {
  const entries = Object.entries(INPUT_FAULTS).map(([reason, detail]) => [
    reason,
    Object.freeze(refuse(code, { reason, detail })),
  ]);
  return table(Object.fromEntries(entries) as Record<InputFault, Refusal>);
}
