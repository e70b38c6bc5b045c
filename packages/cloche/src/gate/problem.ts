/** RFC 9457 problem bodies, from a refusal. */
import { type FieldError, REFUSALS, type Refusal, table } from "../kernel/index.js";
import { LIMIT_PROBLEM_TYPES } from "../layers/rate-limit/index.js";

/** The media type of every refusal (RFC 9457 section 3). */
export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** The members of a problem body. `code` and `requestId` are extensions (section 3.2). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string | undefined;
  readonly requestId: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly "violated-policies"?: readonly string[] | undefined;
}

const OWN_TYPES = "urn:cloche:problem:";
/** The types of codes that have a registered one, the usual one first. */
const REGISTERED: Readonly<Record<string, readonly [string, ...string[]]>> = table({
  rate_limited: [LIMIT_PROBLEM_TYPES.quotaExceeded, LIMIT_PROBLEM_TYPES.abnormalUsageDetected] as const,
  store_unavailable: [`${OWN_TYPES}store_unavailable`, LIMIT_PROBLEM_TYPES.temporaryReducedCapacity] as const,
});

/** The URIs that identify the kinds of problem a code may be, the usual one first. */
export function problemTypes(code: string): readonly [string, ...string[]] {
  return REGISTERED[code] ?? [OWN_TYPES + code];
}

/** The URI that identifies a problem's kind, where nothing more is known of it than its code. */
export function problemType(code: string): string {
  return problemTypes(code)[0];
}

/** The body for a refusal; the finer reason stays inside. */
export function refusalProblem(refusal: Refusal, requestId: string): string {
  const { refused: code, status, detail, errors, violatedPolicies, type = problemType(code) } = refusal;
  const problem: Problem = {
    type,
    title: REFUSALS[code].title,
    status,
    code,
    detail,
    requestId,
    errors,
    "violated-policies": violatedPolicies,
  };
  return JSON.stringify(problem);
}
