/**
 * The two tables of what can go wrong: refusals, which a caller of the API sees, and configuration faults, which stop
 * the process at start. `docs/reference/errors.md` is generated from both.
 */
import { table } from "./table.js";

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
  idempotency_mismatch: { status: 422, title: "This Idempotency-Key was used with another request." },
  rate_limited: { status: 429, title: "Too many requests." },
  internal_error: { status: 500, title: "Something went wrong on our side." },
  store_unavailable: { status: 503, title: "The service cannot check this request right now." },
  shutting_down: { status: 503, title: "The service is restarting." },
});

/** The stable code of a refusal; clients may switch on it. */
export type RefusalCode = keyof typeof REFUSALS;

/** Every mistake in a configuration or a contract, by its stable code, in one sentence. */
export const FAULTS = table({
  option_unknown: "An option has a name that is not known.",
  option_invalid: "An option has a value that cannot be used.",
  duration_unreadable: "A duration could not be read.",
  route_uncovered: "A route has no contract.",
  route_doubled: "Two contracts claim the same method and path.",
  route_unmounted: "A contract was declared for a route that does not exist.",
  routes_before_cover: "Routes were registered before the lid was put on.",
  contract_invalid: "A contract is not well-formed.",
  contract_contradiction: "Two promises of a contract contradict each other.",
  partner_unknown: "A contract names a partner that the gate does not know.",
  caller_source_missing: "A contract asks who is calling, but the gate has no way to tell.",
  limit_unreadable: "A rate limit could not be read.",
  limit_store_missing: "A contract has a limit, but the gate has no store to count in.",
  proxy_untrusted: "A proxy setting would let callers choose their own address.",
  secret_weak: "A secret is missing, too short, or a well-known placeholder.",
  key_unusable: "A key cannot be used for the algorithm it is declared for.",
  algorithm_unknown: "An algorithm is not on the list of supported ones.",
  policy_contradiction: "A header policy contradicts itself.",
  configuration_invalid: "The configuration does not fit its schema.",
  schema_unsupported: "A schema does not implement Standard Schema.",
  peer_missing: "An optional package that this feature needs is not installed.",
  body_already_read: "Another parser reads the body before the contract can.",
});

/** The stable code of a configuration fault. */
export type FaultCode = keyof typeof FAULTS;

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
    super(`${where}: ${FAULTS[code]} ${fix} [${code}]`);
    this.code = code;
    this.where = where;
    this.fix = fix;
  }
}

/** A `ConfigError` from the table. */
export function configFault(code: FaultCode, fields: FaultFields): ConfigError {
  return new ConfigError(code, fields);
}
