/** The contract of one route: frozen plain data from which enforcement, types, posture and OpenAPI follow. */
import { configFault, type OutputOf, oneOf, onlyKnown, type Schema } from "../kernel/index.js";
import type { AnyoneRule, Rule } from "./allow.js";
import { checkLimits, type LimitSpec, readLimits } from "./limits.js";
import { checkTemplate, type PathParams, parameterNames } from "./path-template.js";
import { isSchema, type Returns } from "./returns.js";

/** The methods a contract can be for. HEAD follows GET by itself. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

interface Promises {
  readonly method: Method;
  /** The path as an OpenAPI template: `/api/v1/orders/{id}`. */
  readonly path: string;
  /** One line for the API reference. */
  readonly summary?: string;
  readonly tags?: readonly string[];
  /** The path's parameters. Without it each is a text. */
  readonly params?: Schema;
  readonly query?: Schema;
  readonly cookies?: Schema;
  readonly body?: Schema;
  /** Content types the body may have; JSON alone unless said. */
  readonly accepts?: readonly ("json" | "form")[];
  /** The most bytes a body may have; 100 KiB unless said. */
  readonly maxBodyBytes?: number;
  /** What happens to keys the schemas do not name; `refuse` unless said. */
  readonly unknownKeys?: "refuse" | "strip";
  /** How often: `"100 per 15 minutes by caller"`, or several. Without it the gate's default for the path holds. */
  readonly limit?: LimitSpec;
  /** Whether an `Idempotency-Key` is honoured (`true`) or demanded (`"required"`). */
  readonly idempotent?: true | "required";
  /** The name of the gate's header cover; `api` unless said. */
  readonly cover?: string;
  /** Every answer by status. What is not declared never leaves. */
  readonly returns: Returns;
}

/** A contract for callers: who may pass is in `allow`. */
export interface CallerSpec extends Promises {
  readonly allow: Rule;
  readonly from?: never;
}

/** A contract for a partner's webhook: the signature named in `from` is the credential. */
export interface PartnerSpec extends Promises {
  /** The name of a partner the gate knows, such as `stripe`. */
  readonly from: string;
  readonly allow?: never;
  readonly method: "POST";
}

/** What `contract` takes. */
export type ContractSpec = CallerSpec | PartnerSpec;

/** A checked, frozen contract. */
export type Contract<Spec extends ContractSpec = ContractSpec> = Readonly<Spec> & {
  /** Method and path, `POST /api/v1/orders`: the route's name in logs, metrics and the posture. */
  readonly name: string;
};

/** The type of the handler's `params`. */
export type ParamsOf<Spec extends ContractSpec> = Spec extends { readonly params: infer S extends Schema }
  ? OutputOf<S>
  : PathParams<Spec["path"]>;

/** The type a schema part gives, or `undefined` where the contract declares none. */
export type PartOf<Spec, Part extends string> = Spec extends { readonly [Key in Part]: infer S extends Schema }
  ? OutputOf<S>
  : undefined;

/** The type of the handler's `caller`: certain wherever the rule needs one. */
export type KnowsCaller<Spec extends ContractSpec> = Spec extends { readonly from: string }
  ? false
  : Spec extends { readonly allow: AnyoneRule }
    ? false
    : true;

const KEYS = (
  "method path summary tags params query cookies body accepts maxBodyBytes " +
  "unknownKeys limit idempotent cover returns allow from"
).split(" ");

/**
 * Declares a route's contract.
 *
 * @throws ConfigError where a promise is missing, not well-formed, or contradicts another
 * @example
 * export const placeOrder = contract({
 *   method: "POST",
 *   path: "/api/v1/orders",
 *   allow: role("customer", "cashier"),
 *   body: z.object({ itemId: z.uuid(), quantity: z.int().min(1) }),
 *   limit: "100 per 15 minutes by caller",
 *   returns: { 201: z.object({ id: z.uuid() }) },
 * });
 */
export function contract<const Spec extends ContractSpec>(spec: Spec): Contract<Spec> {
  const name = `${spec.method} ${spec.path}`;
  onlyKnown(spec, KEYS, name);
  oneOf(spec.method, METHODS, `${name} method`);
  checkTemplate(spec.path, name);
  checkCredential(spec, name);
  checkInput(spec, name);
  checkReturns(spec.returns, name);
  checkLimits(readLimits(spec.limit, name), knowsCaller(spec), name);
  return Object.freeze({ ...spec, returns: Object.freeze({ ...spec.returns }), name }) as unknown as Contract<Spec>;
}

function checkCredential(spec: ContractSpec, where: string): void {
  const { allow, from } = spec as { allow?: Rule; from?: string };
  if ((allow === undefined) === (from === undefined)) {
    throw configFault("contract_invalid", { where, fix: "Give either `allow` (callers) or `from` (a partner)." });
  }
  if (allow?.kind === "anyone" && allow.because.trim() === "") {
    throw configFault("contract_invalid", { where, fix: "Say in anyone(...) why anyone may call this route." });
  }
  if (from !== undefined && spec.method !== "POST") {
    throw configFault("contract_contradiction", { where, fix: "A partner's webhook is a POST." });
  }
}

function checkInput(spec: ContractSpec, where: string): void {
  const contradiction = (fix: string) => configFault("contract_contradiction", { where, fix });
  if (spec.body !== undefined && spec.method === "GET") throw contradiction("A GET has no body; use `query`.");
  if (spec.body === undefined && (spec.accepts ?? spec.maxBodyBytes) !== undefined) {
    throw contradiction("Give a `body` schema, or drop `accepts` and `maxBodyBytes`.");
  }
  if (spec.idempotent !== undefined && spec.method === "GET") throw contradiction("A GET is idempotent by itself.");
  if (spec.params !== undefined && parameterNames(spec.path).length === 0) {
    throw contradiction("The path names no parameter; drop `params`.");
  }
  for (const part of [spec.params, spec.query, spec.cookies, spec.body]) {
    if (part !== undefined && !isSchema(part)) {
      throw configFault("schema_unsupported", { where, fix: "Use zod 4 or another Standard Schema library." });
    }
  }
}

function checkReturns(returns: Returns, where: string): void {
  const statuses = Object.keys(returns).map(Number);
  if (statuses.length === 0 || statuses.some((status) => !Number.isInteger(status) || status < 200 || status > 599)) {
    throw configFault("contract_invalid", {
      where: `${where} returns`,
      fix: "Declare at least one status, 200 to 599.",
    });
  }
}

/** Whether the contract's rule needs an identified caller. */
export function knowsCaller(spec: ContractSpec): boolean {
  return spec.allow !== undefined && spec.allow.kind !== "anyone";
}
