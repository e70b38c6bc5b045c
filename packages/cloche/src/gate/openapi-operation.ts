/** One contract as an OpenAPI operation. */
import { describeRule } from "./allow.js";
import type { Contract } from "./contract.js";
import { parametersOf, requestBodyOf } from "./openapi-parameters.js";
import { responsesOf } from "./openapi-responses.js";
import type { Json, SchemaBook } from "./openapi-schema.js";
import type { GateOptions } from "./parts.js";
import { effectiveLimits } from "./posture-limits.js";
import { whoMayCall } from "./posture-who.js";
import { describeLimit } from "./posture-words.js";

/** What an operation needs beside its contract. */
export interface OperationContext {
  readonly options: GateOptions;
  readonly book: SchemaBook;
  readonly operationId: string;
}

/** The operation object (OpenAPI 3.1.0, section 4.8.10). */
export function operationOf(contract: Contract, { options, book, operationId }: OperationContext): Json {
  const { summary, tags } = contract;
  const parameters = parametersOf(contract, book);
  return {
    operationId,
    ...(summary === undefined ? {} : { summary }),
    ...(tags === undefined ? {} : { tags }),
    description: promises(contract, options),
    security: security(contract, options),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(contract, options, book),
    responses: responsesOf(contract, options, book),
  };
}

function promises(contract: Contract, options: GateOptions): string {
  const who = contract.allow === undefined ? `partner ${contract.from}` : describeRule(contract.allow);
  const limits = effectiveLimits(contract, options).map((limit) => `Limit: ${describeLimit(limit)}.`);
  return [`Who: ${who}.`, ...limits].join(" ");
}

/** Any one of the requirements is enough; an empty list says that none is needed. */
function security(contract: Contract, { who = [] }: GateOptions): readonly Json[] {
  if (contract.from !== undefined) return [{ [contract.from]: [] }];
  if (contract.allow.kind === "anyone") return [];
  const asked = whoMayCall(contract);
  const [first = [], ...others] = asked.kind === "callers" ? (asked.any ?? []) : [];
  const certain = first.filter((fact) => fact.startsWith(SCOPE) && others.every((term) => term.includes(fact)));
  const scopes = certain.map((fact) => fact.slice(SCOPE.length));
  return who.filter(({ name }) => contract.via?.includes(name) ?? true).map(({ name }) => ({ [name]: scopes }));
}

const SCOPE = "scope ";
