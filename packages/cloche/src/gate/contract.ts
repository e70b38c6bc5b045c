/** The contract of one route: frozen plain data from which enforcement, types, posture and OpenAPI follow. */
import { configFault, type OutputOf, oneOf, onlyKnown, type Schema } from "../kernel/index.js";
import type { SiteData } from "../layers/headers/index.js";
import type { BodyCaps, BodyEncoding, BodyFormat, FileRules } from "../layers/validation/index.js";
import type { AnyoneRule, Rule } from "./allow.js";
import { checkLimits, type LimitSpec, readLimits } from "./limits.js";
import { checkTemplate, type PathParams, parameterNames } from "./path-template.js";
import { isSchema, type Returns } from "./returns.js";
import { type CoverChoice, checkCover } from "./route-cover.js";
import { checkShadow, type ShadowLayer } from "./shadow-layers.js";
import { checkSigns, type SignsMode } from "./signs.js";
import { checkClearing } from "./site-data.js";

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
  /** The headers the handler reads, names in lower case; those the schema does not name stay out. */
  readonly headers?: Schema;
  readonly cookies?: Schema;
  readonly body?: Schema;
  /** Formats the body may have; JSON alone unless said. */
  readonly accepts?: readonly BodyFormat[];
  /** The most bytes a body may have; 100 KiB unless said. */
  readonly maxBodyBytes?: number;
  /** Content codings the body may have; none unless said, so that a compressed body is refused. */
  readonly encodings?: readonly BodyEncoding[];
  /** Which files a `multipart` body may bring. */
  readonly files?: FileRules;
  /** How deep, wide and long the body may be, and how far a compressed one may expand. */
  readonly caps?: Partial<Omit<BodyCaps, "bytes">>;
  /** What happens to keys the schemas do not name; `refuse` unless said. */
  readonly unknownKeys?: "refuse" | "strip";
  /**
   * What is done where the checked input resembles an attack, by what the gate was given in `signs`: told, told and
   * refused, or not looked for. `report` unless said. It is a signal and no defence.
   */
  readonly signs?: SignsMode;
  /** How often: `"100 per 15 minutes by caller"`, or several. Without it the gate's default for the path holds. */
  readonly limit?: LimitSpec;
  /** Whether an `Idempotency-Key` is honoured (`true`) or demanded (`"required"`). */
  readonly idempotent?: true | "required";
  /** The name of the gate's header cover, or what differs from it here: `{ like: "page", nonce: true }`. `api` unless said. */
  readonly cover?: CoverChoice;
  /** What the browser forgets with an answer below 400, as after signing out; `true` for cache, cookies and storage. */
  readonly clearSiteData?: true | readonly SiteData[];
  /**
   * Checks that are watched and not enforced, while the contract is being fitted to an API that runs already: what they
   * would have refused is told as `route.shadow_refusal`. With `credential` the handler's caller may be missing, and with
   * `input` what it receives is unread: its types say so. A partner's signature is always enforced.
   */
  readonly shadow?: readonly ShadowLayer[];
  /** Every answer by status. What is not declared never leaves. */
  readonly returns: Returns;
}

/** A contract for callers: who may pass is in `allow`. */
export interface CallerSpec extends Promises {
  readonly allow: Rule;
  /** The names of the only sources whose callers may pass, such as `["dpop"]`; every source of the gate unless said. */
  readonly via?: readonly string[];
  readonly from?: never;
}

/** A contract for a partner's webhook: the signature named in `from` is the credential. */
export interface PartnerSpec extends Promises {
  /** The name of a partner the gate knows, such as `stripe`. */
  readonly from: string;
  readonly allow?: never;
  readonly via?: never;
  readonly method: "POST";
}

/** What `contract` takes. */
export type ContractSpec = CallerSpec | PartnerSpec;

/** A checked, frozen contract. */
export type Contract<Spec extends ContractSpec = ContractSpec> = Readonly<Spec> & {
  /** Method and path, `POST /api/v1/orders`: the route's name in logs, metrics and the posture. */
  readonly name: string;
};

/** Whether a layer of the contract is in shadow. */
type Watches<Spec, Layer extends ShadowLayer> = Spec extends { readonly shadow: readonly (infer Watched)[] }
  ? Layer extends Watched
    ? true
    : false
  : false;

/** The type of the handler's `params`. */
export type ParamsOf<Spec extends ContractSpec> =
  Watches<Spec, "input"> extends true
    ? unknown
    : Spec extends { readonly params: infer S extends Schema }
      ? OutputOf<S>
      : PathParams<Spec["path"]>;

/** The type a schema part gives: `undefined` where the contract declares none, `unknown` where it is only watched. */
export type PartOf<Spec, Part extends string> =
  Watches<Spec, "input"> extends true
    ? unknown
    : Spec extends { readonly [Key in Part]: infer S extends Schema }
      ? OutputOf<S>
      : undefined;

/** The type of the handler's `caller`: certain wherever the rule needs one. */
export type KnowsCaller<Spec extends ContractSpec> = Spec extends { readonly from: string }
  ? false
  : Spec extends { readonly allow: AnyoneRule }
    ? false
    : Watches<Spec, "credential"> extends true
      ? false
      : true;

const KEYS = (
  "method path summary tags params query headers cookies body accepts maxBodyBytes encodings files caps " +
  "unknownKeys signs limit idempotent cover clearSiteData shadow returns allow via from"
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
  checkCover(spec.cover, `${name} cover`);
  checkClearing(spec, name);
  checkShadow(spec, name);
  checkSigns(spec, name);
  checkLimits(
    readLimits(spec.limit, name),
    { knowsCaller: knowsCaller(spec), hasPartner: spec.from !== undefined, hasBody: spec.body !== undefined },
    name,
  );
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

const OF_BODY = ["accepts", "maxBodyBytes", "encodings", "files", "caps"] as const;
const CAPS = ["depth", "keys", "items", "characters", "expansion"];

function checkInput(spec: ContractSpec, where: string): void {
  const contradiction = inputContradiction(spec);
  if (contradiction !== undefined) throw configFault("contract_contradiction", { where, fix: contradiction });
  if (spec.caps !== undefined) onlyKnown(spec.caps, CAPS, `${where} caps`);
  for (const part of [spec.params, spec.query, spec.headers, spec.cookies, spec.body]) {
    if (part !== undefined && !isSchema(part)) {
      throw configFault("schema_unsupported", { where, fix: "Use zod 4 or another Standard Schema library." });
    }
  }
}

/** What mends the first promise about the input that contradicts another. */
function inputContradiction(spec: ContractSpec): string | undefined {
  const { method, path, params, body, from, idempotent } = spec;
  if (body !== undefined && method === "GET") return "A GET has no body; use `query`.";
  if (body === undefined && OF_BODY.some((name) => spec[name] !== undefined)) {
    return `Give a \`body\` schema, or drop ${OF_BODY.filter((name) => spec[name] !== undefined).join(" and ")}.`;
  }
  if (idempotent !== undefined && method === "GET") return "A GET is idempotent by itself.";
  if (params !== undefined && parameterNames(path).length === 0) return "The path names no parameter; drop `params`.";
  const isMultipart = spec.accepts?.includes("multipart") === true;
  if (spec.files !== undefined && !isMultipart) return 'Add "multipart" to `accepts`, or drop `files`.';
  if (from !== undefined && (isMultipart || spec.encodings !== undefined)) {
    return 'A partner\'s signature is over the bytes as sent; drop `encodings` and "multipart".';
  }
  // Each attempt draws a boundary of its own (RFC 2046 section 5.1.1), so an honest retry would be another request.
  if (idempotent !== undefined && isMultipart) return 'Drop `idempotent`, or "multipart" from `accepts`.';
  return undefined;
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
