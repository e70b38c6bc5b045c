/**
 * The tables of what can go wrong: refusals, which a caller of the API sees, and configuration faults, which stop the
 * process at start. `docs/reference/errors.md` is generated from them and from the contradictions.
 */
import { CONTRADICTIONS, type ContradictionCode } from "./contradictions.js";
import { entry, table } from "./table.js";

/** What a caller is told when a request is refused: the status and the title of its RFC 9457 problem. */
export interface RefusalEntry {
  readonly status: number;
  readonly title: string;
}

/** Every refusal the library itself can answer, by its stable code. */
export const REFUSALS = table({
  validation_failed: { status: 400, title: "The request does not fit this route's contract." },
  malformed_body: { status: 400, title: "The body could not be read in its declared format." },
  request_malformed: { status: 400, title: "The request is not well-formed." },
  signature_invalid: { status: 400, title: "The signature could not be verified." },
  idempotency_missing: { status: 400, title: "This route needs an Idempotency-Key." },
  unauthenticated: { status: 401, title: "This route needs a valid credential." },
  token_invalid: { status: 401, title: "The credential was not accepted." },
  step_up_required: { status: 401, title: "This route needs a more recent or stronger sign-in." },
  forbidden: { status: 403, title: "The caller may not do this." },
  insufficient_scope: { status: 403, title: "The credential does not reach this far." },
  cross_site_refused: { status: 403, title: "A request from another site may not do this." },
  not_found: { status: 404, title: "There is nothing at this address." },
  method_not_allowed: { status: 405, title: "This address does not answer that method." },
  request_timeout: { status: 408, title: "The request took too long to arrive." },
  idempotency_running: { status: 409, title: "A request with this Idempotency-Key is still running." },
  body_too_large: { status: 413, title: "The body is larger than this route accepts." },
  uri_too_long: { status: 414, title: "The address is longer than this API accepts." },
  unsupported_media_type: { status: 415, title: "This route does not accept that content type." },
  expectation_failed: { status: 417, title: "This API cannot meet what the request expects." },
  idempotency_mismatch: { status: 422, title: "This Idempotency-Key was used with another request." },
  rate_limited: { status: 429, title: "Too many requests." },
  headers_too_large: { status: 431, title: "The headers are larger than this API accepts." },
  internal_error: { status: 500, title: "Something went wrong on our side." },
  store_unavailable: { status: 503, title: "The service cannot check this request right now." },
});

/** The stable code of a refusal; clients may switch on it. */
export type RefusalCode = keyof typeof REFUSALS;

/** What a mistake at start is, and what mends it whatever its place. */
export interface FaultEntry {
  readonly title: string;
  readonly remedy: string;
}

/** Every mistake in a configuration or a contract, by its stable code. */
export const FAULTS = table({
  option_unknown: {
    title: "An option has a name that is not known.",
    remedy:
      "Correct the name or leave the option out. Nothing is ignored, because a misspelt protection would be silently off.",
  },
  option_invalid: {
    title: "An option has a value that cannot be used.",
    remedy:
      "Give a value of the kind the message names. No value is changed to fit, and no default takes the place of a bad one.",
  },
  duration_unreadable: {
    title: "A duration could not be read.",
    remedy: 'Write whole seconds, or a number and a unit such as "15 minutes", "90s" or "1 hour".',
  },
  route_uncovered: {
    title: "A route has no contract.",
    remedy: "Guard each route the message lists with the contract of its own method and path, or remove it.",
  },
  route_doubled: {
    title: "Two contracts claim the same method and path.",
    remedy: "Keep one of them: a framework would serve the first and silently forget the other.",
  },
  routes_before_cover: {
    title: "Routes were registered before the lid was put on.",
    remedy: "Call cover(app, gate) before the first route, plugin or middleware that answers requests.",
  },
  contract_invalid: {
    title: "A contract is not well-formed.",
    remedy: "Write the path as the message shows, with every parameter as a whole segment in braces.",
  },
  contract_contradiction: {
    title: "Two promises of a contract contradict each other.",
    remedy: "Keep the one that is meant. Both cannot hold, so that one of them would be broken silently.",
  },
  partner_unknown: {
    title: "A contract names a partner that the gate does not know.",
    remedy: "Give the partner to createGate under the name the contract has in `from`.",
  },
  caller_source_missing: {
    title: "A contract asks who is calling, but the gate has no way to tell.",
    remedy: "Give createGate a source of callers, such as who: [bearer({ verifier })].",
  },
  limit_unreadable: {
    title: "A rate limit could not be read.",
    remedy: 'Write it as "100 per 15 minutes by caller".',
  },
  limit_store_missing: {
    title: "A contract has a limit, but the gate has no store to count in.",
    remedy: "Give createGate a store: memory for one process, Redis or Valkey for several.",
  },
  proxy_untrusted: {
    title: "A proxy setting would let callers choose their own address.",
    remedy: "Name the networks of your own proxies, and nothing wider.",
  },
  secret_weak: {
    title: "A secret is missing, too short, or a well-known placeholder.",
    remedy: "Generate one with: openssl rand -base64 48. For a partner, copy the secret that the partner shows.",
  },
  key_unusable: {
    title: "A key cannot be used for the algorithm it is declared for.",
    remedy: "Give a key of the type, size and half (public or private) that the message names.",
  },
  algorithm_unknown: {
    title: "An algorithm is not on the list of supported ones.",
    remedy: "Choose one of those the message lists; `none` is not among them.",
  },
  policy_contradiction: {
    title: "A header policy contradicts itself.",
    remedy: "Keep the part that is meant: browsers would ignore the other, or open what it closes.",
  },
  configuration_invalid: {
    title: "The configuration does not fit its schema.",
    remedy: "Mend every setting the message lists, in the place it comes from. All mistakes are told at once.",
  },
  schema_unsupported: {
    title: "A schema does not implement Standard Schema.",
    remedy: "Give a schema of zod, valibot, arktype or another library that implements Standard Schema v1.",
  },
  peer_missing: {
    title: "An optional package that this feature needs is not installed.",
    remedy: "Install the package the message names, or leave the feature out.",
  },
} satisfies Record<string, FaultEntry>);

/** The stable code of a configuration fault, or of a contradiction between layers. */
export type FaultCode = keyof typeof FAULTS | ContradictionCode;

/** What helps to mend a configuration fault. None of the fields may carry a secret or a value that was configured. */
export interface FaultFields {
  /** The route, option path or setting the fault is in. */
  readonly where: string;
  /** What to change. */
  readonly fix: string;
}

/** Thrown at start when a configuration or a contract cannot be honoured. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code: FaultCode;
  readonly where: string;
  readonly fix: string;

  constructor(code: FaultCode, { where, fix }: FaultFields) {
    super(`${where}: ${titleOf(code)} ${fix} [${code}]`);
    this.code = code;
    this.where = where;
    this.fix = fix;
  }
}

function titleOf(code: FaultCode): string {
  return (entry<FaultEntry>(FAULTS, code) ?? entry<FaultEntry>(CONTRADICTIONS, code))?.title ?? "";
}

/** A `ConfigError` from the table. */
export function configFault(code: FaultCode, fields: FaultFields): ConfigError {
  return new ConfigError(code, fields);
}
