/** The problems of the API description, and which of them a contract's own promises can bring about. */
import { REFUSALS, type RefusalCode, type Schema } from "../kernel/index.js";
import type { Rule } from "./allow.js";
import { type Contract, knowsCaller } from "./contract.js";
import type { Json } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { parameterNames } from "./path-template.js";
import { effectiveLimits } from "./posture-limits.js";
import { problemTypes } from "./problem.js";

const FIELD_ERRORS: Json = {
  type: "array",
  items: {
    type: "object",
    required: ["path", "in", "code", "reason"],
    properties: {
      path: { type: "string", description: "A JSON Pointer (RFC 6901) into the part." },
      in: { enum: ["body", "query", "path", "header", "cookie"] },
      code: { type: "string" },
      reason: { type: "string" },
    },
  },
};

const PROBLEM: Json = {
  type: "object",
  description: "A problem (RFC 9457).",
  required: ["type", "title", "status", "code", "requestId"],
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "A stable code to switch on." },
    detail: { type: "string" },
    requestId: { type: "string" },
    errors: FIELD_ERRORS,
    "violated-policies": { type: "array", items: { type: "string" } },
  },
};

/** `components.schemas` of the problem and of each refusal. */
export const PROBLEM_SCHEMAS: Readonly<Record<string, Json>> = Object.freeze({
  Problem: PROBLEM,
  ...Object.fromEntries(
    Object.entries(REFUSALS).map(([code, { status, title }]) => [
      `problem-${code}`,
      problemSchema({ code, status, title }),
    ]),
  ),
});

/** One problem as it is described. */
interface Described {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** The schema of the members it carries beside its own. */
  readonly members?: Json | undefined;
}

/** The schema of one problem by its code. */
export function problemSchema({ code, status, title, members }: Described): Json {
  const [type, ...others] = problemTypes(code);
  const types = others.length === 0 ? { const: type } : { enum: [type, ...others] };
  const properties = { type: types, status: { const: status }, code: { const: code } };
  const parts = [{ $ref: "#/components/schemas/Problem" }, { properties }];
  return { description: title, allOf: members === undefined ? parts : [...parts, open(members)] };
}

/** The members stand beside a problem's own, which an object that allows no others would forbid. */
function open(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([keyword]) => keyword !== "additionalProperties"));
}

/** Every refusal that a request to this route can meet, the handler's own aside. */
export function refusalCodes(contract: Contract, options: GateOptions): readonly RefusalCode[] {
  const { from, idempotent, allow } = contract;
  const isOpen = allow?.kind === "anyone";
  const limited = !isOpen || effectiveLimits(contract, options).length > 0;
  const leans = limited || !isOpen || idempotent !== undefined;
  return [
    ...inputCodes(contract),
    ...(from === undefined ? [] : (["signature_invalid", "idempotency_running"] as const)),
    ...(knowsCaller(contract) ? callerCodes(contract, options) : []),
    ...(isOpen && contract.cookies !== undefined && contract.method !== "GET" ? (["cross_site_refused"] as const) : []),
    ...(idempotent === undefined
      ? []
      : (["idempotency_running", "idempotency_mismatch", "request_malformed"] as const)),
    ...(idempotent === "required" ? (["idempotency_missing"] as const) : []),
    ...(limited ? (["rate_limited"] as const) : []),
    "internal_error",
    ...(leans ? (["store_unavailable"] as const) : []),
  ];
}

function inputCodes(contract: Contract): readonly RefusalCode[] {
  const { params, query, cookies, body, from } = contract;
  const { headers } = contract as { readonly headers?: Schema };
  const fields = params ?? query ?? cookies ?? headers;
  return [
    ...(fields === undefined ? [] : (["validation_failed", "request_malformed"] as const)),
    ...(body === undefined ? [] : (["validation_failed", "malformed_body", "unsupported_media_type"] as const)),
    // A partner's bytes are read to be verified, whatever becomes of them.
    ...(body === undefined && from === undefined ? [] : (["body_too_large", "request_timeout"] as const)),
    ...(parameterNames(contract.path).length === 0 ? [] : (["not_found"] as const)),
  ];
}

function callerCodes({ allow, via }: Contract, { who = [] }: GateOptions): readonly RefusalCode[] {
  const sources = who.filter(({ name }) => via?.includes(name) ?? true);
  return [
    "unauthenticated",
    "token_invalid",
    "forbidden",
    "request_malformed",
    ...(holds(allow, "scope") ? (["insufficient_scope"] as const) : []),
    ...(holds(allow, "step-up") ? (["step_up_required"] as const) : []),
    ...(sources.some(({ ambient }) => ambient) ? (["cross_site_refused"] as const) : []),
  ];
}

function holds(rule: Rule | undefined, kind: Rule["kind"]): boolean {
  if (rule === undefined) return false;
  return rule.kind === kind || ("rules" in rule && rule.rules.some((inner) => holds(inner, kind)));
}
