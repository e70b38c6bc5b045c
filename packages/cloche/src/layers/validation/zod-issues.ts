/** Words for zod's issues: one table from issue code to a stable code and a reason that never holds the value. */
import { entry, type SchemaIssue, table } from "../../kernel/index.js";

/** One of zod's issues, as far as the table reads it. The input is never among what is read. */
export interface ZodIssue extends SchemaIssue {
  readonly code?: string;
  readonly expected?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly exact?: boolean;
  readonly format?: string;
  readonly divisor?: number | bigint;
  readonly values?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly discriminator?: string;
  readonly keys?: readonly string[];
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A stable code and its words. */
export interface Reason {
  readonly code: string;
  readonly reason: string;
}

export const REQUIRED: Reason = table({ code: "required", reason: "This field is required." });
export const UNKNOWN_FIELD: Reason = table({ code: "unknown_field", reason: "This field is not known here." });
/** For a library whose messages may quote the input. */
export const NOT_ACCEPTED: Reason = table({ code: "not_accepted", reason: "This field does not fit." });

const MAX_LISTED_OPTIONS = 20;
const REASON_CODE = /^[a-z][a-z0-9_]{0,63}$/;

const ISSUES = table({
  invalid_type: ({ expected }: ZodIssue) => ({
    code: "wrong_type",
    reason: `This must be ${entry<string>(TYPE_WORDS, expected ?? "") ?? "of another type"}.`,
  }),
  too_small: (issue: ZodIssue) => ({ code: "too_small", reason: bound(issue, "at least", issue.minimum) }),
  too_big: (issue: ZodIssue) => ({ code: "too_big", reason: bound(issue, "at most", issue.maximum) }),
  invalid_format: ({ format }: ZodIssue) => ({
    code: "invalid_format",
    reason: `This is not ${entry<string>(FORMAT_WORDS, format ?? "") ?? "in the required form"}.`,
  }),
  not_multiple_of: ({ divisor }: ZodIssue) => ({
    code: "not_multiple_of",
    reason: `This must be a multiple of ${String(divisor)}.`,
  }),
  invalid_value: ({ values }: ZodIssue) => invalidOption(values),
  invalid_union: ({ discriminator, options }: ZodIssue) =>
    discriminator === undefined
      ? { code: "invalid_union", reason: "This fits none of the allowed forms." }
      : invalidOption(options),
  invalid_key: () => ({ code: "invalid_key", reason: "The name of this field is not allowed." }),
  invalid_element: () => ({ code: "invalid_element", reason: "An element does not fit." }),
  custom: ({ message, params }: ZodIssue) => ({ code: customCode(params?.code), reason: message }),
});

const TYPE_WORDS = table({
  string: "a text",
  number: "a number",
  int: "a whole number",
  bigint: "a whole number",
  boolean: "true or false",
  null: "null",
  undefined: "left out",
  never: "left out",
  date: "a date",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  map: "a map",
  set: "a set",
  file: "a file",
});

const FORMAT_WORDS = table({
  email: "an email address",
  url: "a URL",
  uuid: "a UUID",
  guid: "a GUID",
  datetime: "an ISO 8601 date and time",
  date: "an ISO 8601 date",
  time: "an ISO 8601 time",
  duration: "an ISO 8601 duration",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  cidrv4: "an IPv4 range",
  cidrv6: "an IPv6 range",
  base64: "base64",
  base64url: "base64url",
  e164: "a phone number in international form, such as +4930123456",
  jwt: "a JSON Web Token",
  ulid: "a ULID",
  cuid2: "a CUID2",
  nanoid: "a Nano ID",
  emoji: "an emoji",
  safeint: "a whole number that can be represented exactly",
  uint32: "a whole number of 32 bits",
  int32: "a whole number of 32 bits",
});

const UNITS = table({ string: "characters", array: "items", tuple: "items", set: "items", file: "bytes" });

/** The code and the words for an issue of zod's. */
export function zodReason(issue: ZodIssue): Reason {
  return entry<(issue: ZodIssue) => Reason>(ISSUES, issue.code ?? "")?.(issue) ?? NOT_ACCEPTED;
}

function bound(issue: ZodIssue, words: string, limit: number | bigint | undefined): string {
  const { origin = "", exact = false, inclusive = true } = issue;
  if (origin === "date") return `This date must be ${words === "at least" ? "later" : "earlier"}.`;
  const unit = entry<string>(UNITS, origin);
  const comparison = exact ? "exactly" : strictly(words, inclusive);
  return unit === undefined
    ? `This must be ${comparison} ${String(limit)}.`
    : `This must have ${comparison} ${String(limit)} ${unit}.`;
}

function strictly(words: string, inclusive: boolean): string {
  if (inclusive) return words;
  return words === "at least" ? "more than" : "less than";
}

function invalidOption(values: readonly unknown[] | undefined): Reason {
  const code = "invalid_option";
  if (values === undefined || values.length === 0 || values.length > MAX_LISTED_OPTIONS) {
    return { code, reason: "This is not one of the allowed values." };
  }
  return { code, reason: `This must be one of: ${values.map(String).join(", ")}.` };
}

function customCode(code: unknown): string {
  return typeof code === "string" && REASON_CODE.test(code) ? code : NOT_ACCEPTED.code;
}
