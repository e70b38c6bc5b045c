/** RFC 9457 problem bodies, from a refusal. */
import type { FieldError, Refusal } from "../kernel/index.js";
import { REFUSALS } from "../kernel/index.js";

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
/** draft-ietf-httpapi-ratelimit-headers registers the type of an exceeded quota. */
const QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

/** The URI that identifies a problem's kind. */
export function problemType(code: string): string {
  return code === "rate_limited" ? QUOTA_EXCEEDED : OWN_TYPES + code;
}

/** The body for a refusal; the finer reason stays inside. */
export function refusalProblem(refusal: Refusal, requestId: string): string {
  const { refused: code, status, detail, errors, violatedPolicies } = refusal;
  const problem: Problem = {
    type: problemType(code),
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
