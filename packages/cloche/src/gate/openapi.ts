/** OpenAPI 3.1 from the contracts: what they enforce is what the description says. */
import { type CallerSource, REFUSALS, type RefusalCode, type Schema } from "../kernel/index.js";
import { describeRule } from "./allow.js";
import { type Contract, knowsCaller } from "./contract.js";
import { readLimits } from "./limits.js";
import type { GateOptions } from "./parts.js";
import { parameterNames } from "./path-template.js";
import { type BytesReturn, isSchema, type Return, type StreamReturn } from "./returns.js";

/** What the contracts cannot know of the API. */
export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The API's OpenAPI 3.1 description as a plain object.
 *
 * @example
 * openApi({ title: "Orders", version: "1" }, contracts, { who: [bearer({ verifier })] });
 */
export function openApi(info: OpenApiInfo, contracts: readonly Contract[], options: GateOptions): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const contract of contracts) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation(contract, options) };
  }
  return {
    openapi: "3.1.0",
    info,
    paths,
    components: { securitySchemes: securitySchemes(options), schemas: { Problem: PROBLEM_SCHEMA } },
  };
}

const PROBLEM_SCHEMA: Json = {
  type: "object",
  required: ["type", "title", "status", "code", "requestId"],
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "A stable code to switch on." },
    detail: { type: "string" },
    requestId: { type: "string" },
    errors: {
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
    },
  },
};

function operation(contract: Contract, { who }: GateOptions): Json {
  const body = contract.body;
  return {
    operationId: contract.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/-$/, ""),
    ...(contract.summary === undefined ? {} : { summary: contract.summary }),
    ...(contract.tags === undefined ? {} : { tags: contract.tags }),
    description: promises(contract),
    security: security(contract, who ?? []),
    ...(parameters(contract).length === 0 ? {} : { parameters: parameters(contract) }),
    ...(body === undefined ? {} : { requestBody: requestBody(body, contract.accepts ?? ["json"]) }),
    responses: responses(contract),
  };
}

function promises(contract: Contract): string {
  const limits = readLimits(contract.limit, contract.name).map((policy) => policy.describe());
  const who = contract.allow === undefined ? `partner ${contract.from}` : describeRule(contract.allow);
  return [`Who: ${who}.`, ...limits.map((limit) => `Limit: ${limit}.`)].join(" ");
}

function security(contract: Contract, who: readonly CallerSource[]): readonly Json[] {
  if (contract.from !== undefined) return [{ [contract.from]: [] }];
  return knowsCaller(contract) ? who.map((source) => ({ [source.name]: [] })) : [];
}

function securitySchemes({ who, partners }: GateOptions): Json {
  const callers = (who ?? []).map((source) => [source.name, source.scheme] as const);
  const signatures = Object.entries(partners ?? {}).map(([name, partner]) => [name, partner.scheme] as const);
  return Object.fromEntries([...callers, ...signatures]);
}

function parameters(contract: Contract): readonly Json[] {
  const path = parameterNames(contract.path).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: propertyOf(jsonSchema(contract.params, "input"), name) ?? { type: "string" },
  }));
  const query = contract.query === undefined ? [] : fields(jsonSchema(contract.query, "input"));
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: contract.idempotent === "required",
    schema: { type: "string" },
  };
  return [...path, ...query, ...(contract.idempotent === undefined ? [] : [key])];
}

function fields(schema: Json): readonly Json[] {
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries((schema.properties ?? {}) as Json).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: property,
  }));
}

function propertyOf(schema: Json, name: string): unknown {
  return ((schema.properties ?? {}) as Json)[name];
}

function requestBody(schema: Schema, accepts: readonly string[]): Json {
  const content = { schema: jsonSchema(schema, "input") };
  const types = accepts.map((format) => (format === "json" ? "application/json" : "application/x-www-form-urlencoded"));
  return { required: true, content: Object.fromEntries(types.map((type) => [type, content])) };
}

function responses(contract: Contract): Json {
  const declared = Object.entries(contract.returns).map(([status, one]) => [status, response(one)] as const);
  const refusals = refusalCodes(contract).map(
    (code) => [String(REFUSALS[code].status), problemResponse(REFUSALS[code].title)] as const,
  );
  return Object.fromEntries([...refusals, ...declared]);
}

function response(declared: Return): Json {
  if (isSchema(declared)) {
    return { description: "Success.", content: { "application/json": { schema: jsonSchema(declared, "output") } } };
  }
  if (declared.kind === "problems")
    return problemResponse(
      Object.entries(declared.problems)
        .map((pair) => pair.join(": "))
        .join(" "),
    );
  if (declared.kind === "nothing") return { description: "No content." };
  return { description: "Success.", content: mediaTypes(declared) };
}

function mediaTypes(declared: BytesReturn | StreamReturn): Json {
  const types = declared.kind === "bytes" ? declared.mediaTypes : [declared.mediaType];
  return Object.fromEntries(types.map((type) => [type, {}]));
}

function problemResponse(description: string): Json {
  return { description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };
}

/** Every refusal the contract's own promises can bring about. */
function refusalCodes(contract: Contract): readonly RefusalCode[] {
  const reads = contract.params ?? contract.query ?? contract.cookies ?? contract.body;
  return [
    ...(reads === undefined ? [] : (["validation_failed"] as const)),
    ...(contract.from === undefined ? [] : (["signature_invalid"] as const)),
    ...(knowsCaller(contract) ? (["unauthenticated", "forbidden"] as const) : []),
    ...(parameterNames(contract.path).length === 0 ? [] : (["not_found"] as const)),
    ...(contract.body === undefined ? [] : (["body_too_large", "unsupported_media_type"] as const)),
    ...(contract.idempotent === undefined ? [] : (["idempotency_running", "idempotency_mismatch"] as const)),
    "rate_limited",
    "internal_error",
  ];
}

interface JsonSchemaDoor {
  readonly jsonSchema?: Readonly<Record<"input" | "output", (options: { readonly target: string }) => Json>>;
}

/** The schema as JSON Schema, where its library implements Standard JSON Schema; otherwise anything. */
function jsonSchema(schema: Schema | undefined, side: "input" | "output"): Json {
  const door = schema?.["~standard"] as JsonSchemaDoor | undefined;
  try {
    const { $schema: _, ...plain } = door?.jsonSchema?.[side]({ target: "draft-2020-12" }) ?? {};
    return plain;
  } catch {
    // A transform has no JSON Schema of its output; what goes into it does.
    return side === "output" ? jsonSchema(schema, "input") : {};
  }
}
