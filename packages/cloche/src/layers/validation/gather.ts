/** Gathers names and texts into the record that a schema reads, refusing what two readers would understand differently. */
import { type FieldError, pointer, type Refusal, refuse } from "../../kernel/index.js";
import { inputRefusals, isForbiddenName } from "./input-faults.js";
import type { TextFields } from "./text-fields.js";

/** One name and its value: a text, or a file of a form. */
export type Pair = readonly [name: string, value: string | File];

/** How a part's texts are gathered. */
export interface GatherRules {
  readonly in: FieldError["in"];
  /** What the schema declares, where that is known. */
  readonly fields: TextFields | undefined;
  /** Names that may come several times, for schemas whose declarations cannot be read. */
  readonly repeatable: ReadonlySet<string>;
  /** Whether names that the schema does not declare are left out: headers and cookies belong to others too. */
  readonly declaredOnly: boolean;
  /** UTF-16 code units in one text. */
  readonly characters: number;
}

type Value = Pair[1];
type Fields = Record<string, Value | Value[]>;

/** The fields, or why there are none. */
export type Gathered = { readonly fields: Fields } | Refusal;

// RFC 8259's number: no hexadecimal, no white space, and an empty text is not zero.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Gathers the pairs. A name that comes twice is refused unless the schema declares a list there (ASVS 5.0, 15.3.7). */
export function gather(pairs: readonly Pair[], rules: GatherRules): Gathered {
  const gathered: Fields = Object.create(null);
  const refusals = inputRefusals(rules.in);
  const errors: FieldError[] = [];
  for (const [name, value] of pairs) {
    const field = rules.fields?.byName.get(name);
    if (field === undefined && rules.declaredOnly) continue;
    if (isForbiddenName(name)) return refusals.forbidden_name;
    if (typeof value === "string" && value.length > rules.characters) return refusals.text_too_long;
    if (field?.numeric === true && !isNumber(value)) errors.push(notANumber(name, rules.in));
    const list = field?.list === true || rules.repeatable.has(name);
    if (!put(gathered, [name, value], list)) errors.push(repeated(name, rules.in));
  }
  return errors.length === 0 ? { fields: gathered } : refuse("validation_failed", { errors });
}

function put(gathered: Fields, [name, value]: Pair, list: boolean): boolean {
  const before = gathered[name];
  if (before === undefined) gathered[name] = list ? [value] : value;
  else if (Array.isArray(before)) before.push(value);
  else return false;
  return true;
}

function isNumber(value: Value): boolean {
  return typeof value === "string" && NUMBER.test(value);
}

function notANumber(name: string, part: FieldError["in"]): FieldError {
  return { path: pointer([name]), in: part, code: "wrong_type", reason: "This must be a number." };
}

function repeated(name: string, part: FieldError["in"]): FieldError {
  return { path: pointer([name]), in: part, code: "repeated", reason: "This may be given only once." };
}
