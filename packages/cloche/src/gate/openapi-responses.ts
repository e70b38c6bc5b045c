/** What a contract answers, refusals included, as OpenAPI responses. */
import { REFUSALS, type RefusalCode } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import { problemSchema, refusalCodes } from "./openapi-problems.js";
import { type Json, jsonSchemaOf, type SchemaBook } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { effectiveLimits } from "./posture-limits.js";
import { isSchema, type Return } from "./returns.js";

/** `components.headers`: what the gate says beside an answer's body. */
export const HEADERS: Readonly<Record<string, Json>> = Object.freeze({
  RateLimit: {
    description: "Where the caller stands with each limit (draft-ietf-httpapi-ratelimit-headers).",
    schema: { type: "string" },
  },
  "RateLimit-Policy": {
    description: "The limits that hold here (draft-ietf-httpapi-ratelimit-headers).",
    schema: { type: "string" },
  },
  "Retry-After": {
    description: "Seconds until it is worth trying again (RFC 9110 section 10.2.3).",
    schema: { type: "integer", minimum: 0 },
  },
  "WWW-Authenticate": {
    description: "What credential is wanted (RFC 9110 section 11.6.1).",
    schema: { type: "string" },
  },
});

/** The responses object, by status in order. */
export function responsesOf(contract: Contract, options: GateOptions, book: SchemaBook): Json {
  const refusals = [...new Set(refusalCodes(contract, options))];
  const statuses = new Set([
    ...Object.keys(contract.returns).map(Number),
    ...refusals.map((code) => REFUSALS[code].status),
  ]);
  const isLimited = effectiveLimits(contract, options).length > 0;
  const ordered = [...statuses].sort((one, other) => one - other);
  return Object.fromEntries(
    ordered.map((status) => {
      const codes = refusals.filter((code) => REFUSALS[code].status === status);
      const parts = { status, codes, declared: contract.returns[status], isLimited };
      return [String(status), responseOf(parts, book)];
    }),
  );
}

interface Parts {
  readonly status: number;
  /** The library's refusals with this status. */
  readonly codes: readonly RefusalCode[];
  readonly declared: Return | undefined;
  readonly isLimited: boolean;
}

function responseOf(parts: Parts, book: SchemaBook): Json {
  const { declared } = parts;
  const problems = problemsOf(parts, book);
  const content = { ...contentOf(declared, book), ...problemContent(problems.map(({ schema }) => schema)) };
  const headers = headersOf(parts);
  const plain = declared !== undefined && (isSchema(declared) || declared.kind !== "problems");
  const said = [...(plain ? [titleOf(parts.status)] : []), ...problems.map(({ title }) => title)];
  return {
    description: said.join(" "),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

function titleOf(status: number): string {
  if (status === 204) return "No content.";
  return status < 400 ? "Success." : "As the route declares it.";
}

interface OneProblem {
  readonly title: string;
  readonly schema: Json;
}

function problemsOf({ status, codes, declared }: Parts, book: SchemaBook): readonly OneProblem[] {
  const { problems = {}, members = {} } = declared !== undefined && "problems" in declared ? declared : {};
  const own = Object.entries(problems);
  const membersOf = (code: string) => {
    const schema = Object.hasOwn(members, code) ? members[code] : undefined;
    return schema === undefined ? undefined : book.opened(jsonSchemaOf(schema, "output"));
  };
  return [
    ...codes.map((code) => ({ title: REFUSALS[code].title, schema: { $ref: `#/components/schemas/problem-${code}` } })),
    ...own
      .filter(([code]) => !(codes as readonly string[]).includes(code))
      .map(([code, title]) => ({
        title: String(title),
        schema: problemSchema({ code, status, title: String(title), members: membersOf(code) }),
      })),
  ];
}

function problemContent(schemas: readonly Json[]): Json {
  const [first, ...others] = schemas;
  if (first === undefined) return {};
  return { "application/problem+json": { schema: others.length === 0 ? first : { oneOf: schemas } } };
}

function contentOf(declared: Return | undefined, book: SchemaBook): Json {
  if (declared === undefined) return {};
  if (isSchema(declared)) return { "application/json": { schema: book.place(jsonSchemaOf(declared, "output")) } };
  if (declared.kind === "bytes") return Object.fromEntries(declared.mediaTypes.map((type) => [type, {}]));
  return declared.kind === "stream" ? { [declared.mediaType]: { schema: { type: "string" } } } : {};
}

/** RFC 6585 section 4 and RFC 9110 section 15.5.2: what comes with 429 and 401. */
function headersOf({ status, codes, isLimited }: Parts): readonly (readonly [string, Json])[] {
  const asksAgain = codes.some((code) => ["rate_limited", "store_unavailable", "idempotency_running"].includes(code));
  const challenges = codes.some((code) => REFUSALS[code].status === 401 || code === "insufficient_scope");
  const names = [
    ...(isLimited || status === 429 ? ["RateLimit", "RateLimit-Policy"] : []),
    ...(asksAgain ? ["Retry-After"] : []),
    ...(challenges ? ["WWW-Authenticate"] : []),
  ];
  return names.map((name) => [name, { $ref: `#/components/headers/${name}` }] as const);
}
