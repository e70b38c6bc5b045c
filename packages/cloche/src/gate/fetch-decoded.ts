/** Calls of functions that a framework exposes to browsers, decoded by itself: no path, and the answer is a value. */
import { configFault, type OutputOf, type Schema } from "../kernel/index.js";
import type { Contract, ContractSpec } from "./contract.js";
import { type FetchCall, FetchFacts } from "./fetch-facts.js";
import type { Gate } from "./gate.js";
import type { Handler } from "./handle.js";
import { PROBLEM_TYPE, type Problem } from "./problem.js";
import { isSchema, type Returns } from "./returns.js";

/** The answer to a decoded call: what the contract declares, or the problem. */
export type DecodedAnswer<Spec extends ContractSpec> =
  | { readonly ok: true; readonly status: number; readonly body: BodyOf<Spec["returns"]> }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

type BodyOf<Declared extends Returns> = {
  [Status in keyof Declared]: Declared[Status] extends Schema ? OutputOf<Declared[Status]> : never;
}[keyof Declared];

/** What a framework tells of such a call. */
export interface DecodedCall extends Omit<FetchCall, "request" | "params"> {
  readonly headers: Headers;
  /** The one argument: plain data, or a form. */
  readonly input: unknown;
}

/** Takes decoded calls through a contract. */
export type Decoded<Spec extends ContractSpec> = (call: DecodedCall) => Promise<DecodedAnswer<Spec>>;

/**
 * Compiles a contract for decoded calls.
 *
 * @throws ConfigError `contract_contradiction` where the contract promises what such a call cannot have: path parameters,
 *   a query, bytes or a stream
 */
export function decoded<const Spec extends ContractSpec>(
  gate: Gate,
  typed: Contract<Spec>,
  handler: Handler<Spec>,
): Decoded<Spec> {
  const contract = typed as unknown as Contract;
  checkDecoded(contract);
  const route = gate.route(contract);
  return async ({ headers, input, ...rest }) => {
    const facts = new FetchFacts({ ...rest, request: requestOf(contract, headers, input) }, gate);
    const { status, headers: sent, body } = await route.serve(facts, handler as (visit: never) => unknown);
    const value: unknown = typeof body === "string" ? JSON.parse(body) : undefined;
    return sent.includes(PROBLEM_TYPE)
      ? { ok: false, status, problem: value as Problem }
      : { ok: true, status, body: value as BodyOf<Spec["returns"]> };
  };
}

/** The call as the request it would have been, so that size, depth and schema are judged alike. */
function requestOf({ path, method }: Contract, given: Headers, input: unknown): Request {
  const headers = new Headers(given);
  for (const name of ["content-length", "content-encoding", "transfer-encoding", "expect"]) headers.delete(name);
  headers.set("content-type", "application/json");
  return new Request(`http://decoded.invalid${path}`, { method, headers, body: textOf(input) });
}

function textOf(input: unknown): string {
  try {
    return JSON.stringify(input instanceof FormData ? fieldsOf(input) : input) ?? "";
  } catch {
    // What JSON cannot say, a body schema cannot have asked for.
    return "";
  }
}

/** A form's fields, several of one name as a list; React's own are left out. */
function fieldsOf(form: FormData): object {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION_"));
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function checkDecoded({ name, method, path, query, returns }: Contract): void {
  const wordless = Object.values(returns).some(
    (declared) => !isSchema(declared) && (declared.kind === "bytes" || declared.kind === "stream"),
  );
  if (method !== "GET" && !path.includes("{") && query === undefined && !wordless) return;
  throw configFault("contract_contradiction", {
    where: name,
    fix: "A server action has one input and answers with data: declare a POST with a body, and no parameters or streams.",
  });
}
