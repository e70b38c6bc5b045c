/** What a contract reads, as OpenAPI parameters and a request body. */
import { table } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import { DEFAULT_MAX_BODY_BYTES } from "./input.js";
import { type Json, jsonSchemaOf, type SchemaBook } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { parameterNames } from "./path-template.js";

/** Path parameters, then query, headers and cookies, then the idempotency key. */
export function parametersOf(contract: Contract, book: SchemaBook): readonly Json[] {
  const inside = (part: "query" | "headers" | "cookies", place: string) => {
    const schema = (contract as Partial<Record<typeof part, Contract["body"]>>)[part];
    return schema === undefined ? [] : fields(book.opened(jsonSchemaOf(schema, "input")), place);
  };
  const params = book.opened(jsonSchemaOf(contract.params, "input"));
  return [
    ...parameterNames(contract.path).map((name) => ({
      name,
      in: "path",
      required: true,
      schema: ((params.properties ?? {}) as Json)[name] ?? { type: "string" },
    })),
    ...inside("query", "query"),
    ...inside("headers", "header"),
    ...inside("cookies", "cookie"),
    ...(contract.idempotent === undefined ? [] : [{ ...KEY, required: contract.idempotent === "required" }]),
  ];
}

const KEY = {
  name: "Idempotency-Key",
  in: "header",
  description: "A key of the client's own making; the same key repeats the first answer.",
  schema: { type: "string", minLength: 16, maxLength: 130 },
} as const;

/** Headers with these names are described elsewhere; OpenAPI 3.1.0, section 4.8.12.2 has them ignored. */
const DESCRIBED_ELSEWHERE: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

function fields(schema: Json, place: string): readonly Json[] {
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries((schema.properties ?? {}) as Json)
    .filter(([name]) => place !== "header" || !DESCRIBED_ELSEWHERE.has(name.toLowerCase()))
    .map(([name, property]) => ({ name, in: place, required: required.includes(name), schema: property }));
}

const MEDIA_TYPES: Readonly<Record<string, string>> = table({
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  "csp-report": "application/csp-report",
});

/** The request body, where there is one: its media types, and the most bytes it may have. */
export function requestBodyOf(contract: Contract, { partners, maxBodyBytes }: GateOptions, book: SchemaBook): Json {
  const { body, from, accepts } = contract;
  if (body === undefined) return {};
  const sent = from === undefined ? undefined : partners?.[from]?.format;
  const refuses = contract.unknownKeys === "refuse" || (contract.unknownKeys === undefined && from === undefined);
  const plain = jsonSchemaOf(body, "input");
  const schema = book.place(refuses ? (closed(plain) as Json) : plain);
  const most = contract.maxBodyBytes ?? maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const types = (accepts ?? [sent ?? "json"]).map((format) => MEDIA_TYPES[format] ?? format);
  return {
    requestBody: {
      description: `At most ${most} bytes.`,
      required: true,
      content: Object.fromEntries(types.map((type) => [type, { schema }])),
    },
  };
}

/** Objects take no keys beside those they name. Parts that are joined by `allOf` name only some of them. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null || "allOf" in value) return value;
  const inner = Object.entries(value).map(([name, one]) => [name, VALUES.has(name) ? one : closed(one)] as const);
  const node = Object.fromEntries(inner);
  const isObject = node.type === "object" && isNamed(node.properties) && node.additionalProperties === undefined;
  return isObject ? { ...node, additionalProperties: false } : node;
}

/** Keywords that hold values, not schemas. */
const VALUES: ReadonlySet<string> = new Set(["enum", "const", "default", "examples", "required"]);

function isNamed(properties: unknown): boolean {
  return typeof properties === "object" && properties !== null;
}
