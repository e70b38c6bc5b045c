/** OpenAPI 3.1 from the contracts: what they enforce is what the description says. */
import type { Contract } from "./contract.js";
import { operationOf } from "./openapi-operation.js";
import { PROBLEM_SCHEMAS } from "./openapi-problems.js";
import { HEADERS } from "./openapi-responses.js";
import { type Json, schemaBook } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";

/** What the contracts cannot know of the API. */
export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/**
 * The API's OpenAPI 3.1 description as a plain object: every parameter, body and answer, and every refusal that the
 * gate can answer in their place.
 *
 * @example
 * openApi({ title: "Orders", version: "1" }, contracts, { who: [bearer({ verifier })] });
 */
export function openApi(info: OpenApiInfo, contracts: readonly Contract[], options: GateOptions): Json {
  const book = schemaBook();
  const ids = uniqueIds();
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    const operation = operationOf(contract, { options, book, operationId: ids(contract.name) });
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operation };
  }
  const tags = [...new Set(contracts.flatMap((contract) => contract.tags ?? []))];
  return {
    openapi: "3.1.0",
    info,
    ...(tags.length === 0 ? {} : { tags: tags.map((name) => ({ name })) }),
    paths,
    components: {
      securitySchemes: securitySchemes(options),
      headers: HEADERS,
      schemas: { ...PROBLEM_SCHEMAS, ...book.shared },
    },
  };
}

/** `GET /a-b` and `GET /a/b` would both be `get-a-b`; each operation has an id of its own. */
function uniqueIds(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/-$/, "");
    let id = slug;
    for (let count = 2; taken.has(id); count += 1) id = `${slug}-${count}`;
    taken.add(id);
    return id;
  };
}

function securitySchemes({ who, partners }: GateOptions): Json {
  const callers = (who ?? []).map((source) => [source.name, source.scheme] as const);
  const signatures = Object.entries(partners ?? {}).map(([name, partner]) => [name, partner.scheme] as const);
  return Object.fromEntries([...callers, ...signatures]);
}
