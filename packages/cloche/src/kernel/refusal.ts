/** A refusal is a value: what the caller is told, and the finer reason that only the log hears. */
import { REFUSALS, type RefusalCode } from "./errors.js";

/** One header to be sent, name in lower case. */
export type HeaderPair = readonly [name: string, value: string];

/** What is wrong with one field; never its value. */
export interface FieldError {
  /** Where: a JSON Pointer (RFC 6901) into the part, such as `/lines/0/quantity`. The empty text is the whole part. */
  readonly path: string;
  /** In which part of the request the field stands. */
  readonly in: "body" | "query" | "path" | "header" | "cookie";
  /** A stable reason code such as `too_small` or `unknown_field`. */
  readonly code: string;
  /** The reason in words. */
  readonly reason: string;
}

/** A request that goes no further. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly status: number;
  /** A stable, finer reason for logs, events and metrics, such as `token_expired`; never shown to the caller. */
  readonly reason: string;
  /** Headers the answer must carry, such as `www-authenticate`. */
  readonly headers: readonly HeaderPair[];
  /** Each field that does not fit, where the refusal is about fields. */
  readonly errors?: readonly FieldError[];
  /** The names of the limits that were reached, where the refusal is about limits. */
  readonly violatedPolicies?: readonly string[];
  /** One sentence for the caller; a constant, never made from input. */
  readonly detail?: string;
  /** The problem's type (RFC 9457 section 3.1.1), where a registered one says more than the code. */
  readonly type?: string;
}

/** What may be said beside the code. */
export interface RefusalFields {
  readonly reason?: string;
  readonly headers?: readonly HeaderPair[];
  readonly errors?: readonly FieldError[];
  readonly violatedPolicies?: readonly string[];
  readonly detail?: string;
  readonly type?: string;
}

const NO_HEADERS: readonly HeaderPair[] = Object.freeze([]);
const NOTHING_MORE: RefusalFields = Object.freeze({});

/**
 * A refusal from the table.
 *
 * @example
 * refuse("token_invalid", { reason: "token_expired" });
 */
export function refuse(code: RefusalCode, fields: RefusalFields = NOTHING_MORE): Refusal {
  const { reason = code, headers = NO_HEADERS, errors, violatedPolicies, detail, type } = fields;
  // Member by member: refusals are made in bulk where somebody attacks, and a spread costs more than the rest.
  const refusal: { -readonly [Name in keyof Refusal]: Refusal[Name] } = {
    refused: code,
    status: REFUSALS[code].status,
    reason,
    headers,
  };
  if (errors !== undefined) refusal.errors = errors;
  if (violatedPolicies !== undefined) refusal.violatedPolicies = violatedPolicies;
  if (detail !== undefined) refusal.detail = detail;
  if (type !== undefined) refusal.type = type;
  return refusal;
}

/** Whether `value` is a refusal. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value;
}
